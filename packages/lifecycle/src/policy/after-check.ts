import { isWell, toldBy, type CheckedVm } from "./checked-vm.ts";
import type { HealHistory } from "./heal-history.ts";
import type { HealBackoff, HealingPolicy } from "./healing-policy.ts";
import { notLater } from "./not-later.ts";
import { isInHealGrace, lastChange } from "./power-change.ts";
import { countedHeals } from "./spent-budget.ts";

/**
 * The history with a check counted; {@link decide} wants it so. A check that says nothing new gives the very same
 * history back, so that there is nothing to store.
 */
export function afterCheck(history: HealHistory, checked: CheckedVm, policy: HealingPolicy): HealHistory {
  const seen = afterSight(notLater(history, checked.observation.atMs), checked, policy);
  const { atMs } = checked.observation;
  const next =
    isWell(checked) && !seen.isUnderWay ? afterHealth(seen, atMs, policy) : withoutHealth(seen, checked, policy);
  return isSame(history, next) ? history : next;
}

/** What the check says of the VM's power, and since when it fails. */
function afterSight(history: HealHistory, { observation, verdict }: CheckedVm, policy: HealingPolicy): HealHistory {
  const { atMs, power } = observation;
  return {
    ...history,
    heals: countedHeals(history.heals, policy.budgets, atMs),
    lastChangeAtMs: lastChange(history, observation, policy),
    power: power.state === "unknown" ? history.power : power.state,
    operationAtMs: power.operationAtMs ?? history.operationAtMs,
    failingSinceMs: verdict.failures === 0 ? null : (history.failingSinceMs ?? atMs),
  };
}

function afterHealth(history: HealHistory, atMs: number, { backoff }: HealingPolicy): HealHistory {
  return { ...history, healingSinceMs: null, healsInVain: 0, ...decayed(history, atMs, backoff) };
}

type Decaying = Pick<HealHistory, "backoffSteps" | "notBeforeMs" | "circuitOpenedAtMs" | "recoveringSinceMs">;

/** One step less for each healthy hour; the first of them closes the circuit. */
function decayed(history: HealHistory, atMs: number, { decayMs }: HealBackoff): Decaying {
  const sinceMs = history.recoveringSinceMs ?? atMs;
  const steps = Math.floor((atMs - sinceMs) / decayMs);
  const backoffSteps = Math.max(0, history.backoffSteps - steps);
  const circuitOpenedAtMs = steps > 0 ? null : history.circuitOpenedAtMs;
  const isOver = backoffSteps === 0 && circuitOpenedAtMs === null;
  const { notBeforeMs } = history;
  return {
    backoffSteps,
    circuitOpenedAtMs,
    notBeforeMs: notBeforeMs !== null && notBeforeMs <= atMs ? null : notBeforeMs,
    recoveringSinceMs: isOver ? null : sinceMs + steps * decayMs,
  };
}

function withoutHealth(history: HealHistory, checked: CheckedVm, policy: HealingPolicy): HealHistory {
  const { atMs } = checked.observation;
  const isHealing = history.isUnderWay || isInHealGrace(history, policy, atMs);
  const isBroken = checked.verdict.status !== "unknown" && toldBy(checked) !== "works";
  return {
    ...history,
    healingSinceMs: isHealing ? history.healingSinceMs : null,
    // What could not be told ends no healthy time: an hour in which Azure does not answer is no setback.
    recoveringSinceMs: isBroken ? null : history.recoveringSinceMs,
  };
}

function isSame(left: HealHistory, right: HealHistory): boolean {
  return (Object.keys(left) as (keyof HealHistory)[]).every((name) => left[name] === right[name]);
}
