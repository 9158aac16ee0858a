import { durationInWords } from "./duration-in-words.ts";
import { isInHealGrace } from "./power-change.ts";
import type { Hindrance, Situation } from "./situation.ts";
import { spentBudget } from "./spent-budget.ts";

/** Why a VM that fails is not healed by what happened to it before; `undefined` when nothing speaks against it. */
export function historyHindrance(situation: Situation): Hindrance | undefined {
  return transition(situation) ?? openCircuit(situation) ?? budget(situation) ?? backoff(situation);
}

function transition({ history, checked, policy }: Situation): Hindrance | undefined {
  const { atMs } = checked.observation;
  if (history.isUnderWay) {
    const sinceMs = atMs - (history.healingSinceMs ?? atMs);
    return { code: "under-way", reason: `It is being healed, since ${durationInWords(sinceMs)} ago.` };
  }
  if (!isInHealGrace(history, policy, atMs)) return undefined;
  const agoMs = atMs - (history.lastChangeAtMs ?? atMs);
  const grace = durationInWords(policy.graceMs);
  const reason = `Its power changed ${durationInWords(agoMs)} ago; it has ${grace} to come up.`;
  return { code: "in-grace", reason };
}

function openCircuit({ history, checked, policy }: Situation): Hindrance | undefined {
  if (history.circuitOpenedAtMs === null) return undefined;
  const leftMs = history.circuitOpenedAtMs + policy.cooldownMs - checked.observation.atMs;
  if (leftMs <= 0) return undefined;
  const inVain = history.healsInVain;
  const past = inVain === 0 ? "It failed again soon after" : `It was healed ${times(inVain)} in vain`;
  return {
    code: "circuit-open",
    reason: `${past}: somebody should look at it. One more heal is tried in ${durationInWords(leftMs)}.`,
    isAlarm: true,
  };
}

function budget({ history, checked, policy }: Situation): Hindrance | undefined {
  const { atMs } = checked.observation;
  const spent = spentBudget(history.heals, policy.budgets, atMs);
  if (spent === undefined) return undefined;
  const { count, windowMs } = spent;
  const window = durationInWords(windowMs);
  const leftMs = (history.heals.at(-count)?.atMs ?? atMs) + windowMs - atMs;
  return {
    code: "budget-spent",
    reason: `It was healed ${times(count)} in ${window}, which is its budget: somebody should look at it. The next may be in ${durationInWords(leftMs)}.`,
    isAlarm: true,
  };
}

function backoff({ history, checked }: Situation): Hindrance | undefined {
  const leftMs = (history.notBeforeMs ?? -Infinity) - checked.observation.atMs;
  if (leftMs <= 0) return undefined;
  const steps = history.backoffSteps;
  return {
    code: "backs-off",
    reason: `It waits ${durationInWords(leftMs)} more after its last heal, as there were ${steps} without enough healthy time since.`,
  };
}

function times(count: number): string {
  return count === 1 ? "once" : `${count} times`;
}
