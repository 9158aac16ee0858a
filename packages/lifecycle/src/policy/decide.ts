import type { CheckedVm } from "./checked-vm.ts";
import type { Decision } from "./decision.ts";
import { durationInWords } from "./duration-in-words.ts";
import { fleetHindrance } from "./fleet-hindrance.ts";
import type { FleetView } from "./fleet-view.ts";
import type { HealHistory } from "./heal-history.ts";
import type { HealingPolicy } from "./healing-policy.ts";
import { healthHindrance } from "./health-hindrance.ts";
import { historyHindrance } from "./history-hindrance.ts";
import type { Situation } from "./situation.ts";
import { healsWithin } from "./spent-budget.ts";

/**
 * Whether a VM is to be healed now, and why. Pure: the same four always give the same decision.
 *
 * @param history - with this check counted: {@link afterCheck}.
 * @param checked - the check; {@link afterPowerChange} was applied to its history after each heal.
 */
// Four parameters: these are the four things that a decision depends on.
// oxlint-disable-next-line max-params
export function decide(history: HealHistory, checked: CheckedVm, policy: HealingPolicy, fleet: FleetView): Decision {
  const situation: Situation = { history, checked, policy, fleet };
  const nextCheckAtMs = checked.observation.atMs + policy.checkIntervalMs;
  const hindrance = healthHindrance(situation) ?? historyHindrance(situation) ?? fleetHindrance(situation);
  if (hindrance !== undefined) return { action: "none", isAlarm: false, nextCheckAtMs, ...hindrance };
  const isTrial = history.circuitOpenedAtMs !== null;
  return {
    action: checked.observation.power.state === "running" ? "restart" : "start",
    code: isTrial ? "tries-again" : "heals",
    reason: healingReason(situation, isTrial),
    nextCheckAtMs,
    isAlarm: false,
  };
}

function healingReason({ history, checked, policy }: Situation, isTrial: boolean): string {
  const { atMs } = checked.observation;
  const spent = policy.budgets.map(
    ({ count, windowMs }) =>
      `${healsWithin(history.heals, windowMs, atMs) + 1} of ${count} in ${durationInWords(windowMs)}`,
  );
  const how = isTrial ? "One more heal is tried, as its circuit was open long enough" : "It is healed";
  return `${how} (heal ${spent.join(", ")}). ${checked.verdict.reason}`;
}
