import { durationInWords } from "./duration-in-words.ts";
import type { FleetView } from "./fleet-view.ts";
import type { FleetGuard } from "./healing-policy.ts";
import type { Hindrance, Situation } from "./situation.ts";

/** So many that fail count as a crowd, whenever each of them began. */
const CROWD = 5;

/** Why a VM that fails is not healed by what its fleet looks like; `undefined` when nothing speaks against it. */
export function fleetHindrance(situation: Situation): Hindrance | undefined {
  return ignorance(situation) ?? commonCause(situation) ?? limit(situation);
}

/** Too few of the others were checked since it fails: an outage looks like one failure at first. */
function ignorance({ history, checked, policy, fleet }: Situation): Hindrance | undefined {
  const { atMs } = checked.observation;
  const others = Math.max(0, fleet.monitored - 1);
  const known = Math.max(0, fleet.checked - 1);
  const needed = Math.min(others, Math.max(CROWD, Math.ceil(others / 2)));
  const untilMs = (history.failingSinceMs ?? atMs) + policy.checkIntervalMs;
  if (known >= needed || atMs >= untilMs) return undefined;
  return {
    code: "waits-for-fleet",
    reason: `Of the ${others} others, ${known} were checked since it fails; with ${needed}, or in ${durationInWords(untilMs - atMs)}, it shows whether it fails alone.`,
    nextCheckAtMs: Math.min(untilMs, atMs + Math.ceil(policy.checkIntervalMs / 4)),
  };
}

function commonCause({ fleet, policy }: Situation): Hindrance | undefined {
  const suspects = suspectsOf(fleet);
  const isCorrelated = suspects >= 2 && suspects >= policy.fleet.correlatedShare * fleet.checked;
  if (!isCorrelated) return undefined;
  return {
    code: "correlated",
    reason: `${suspects} of ${fleet.checked} VMs fail at once, so the cause is taken to be a common one and nothing is healed: somebody should look at it.`,
    isAlarm: true,
  };
}

/** How many of those that fail may have one cause: a few only when they began together, as some VMs are broken for days. */
function suspectsOf({ failing, together }: FleetView): number {
  return failing >= CROWD ? failing : Math.min(together, failing);
}

function limit({ fleet, policy }: Situation): Hindrance | undefined {
  const most = healedAtMost(policy.fleet, fleet.monitored);
  if (fleet.healing < most) return undefined;
  return {
    code: "fleet-limit",
    reason: `${fleet.healing} of ${fleet.monitored} VMs are being healed, at most ${most} may be at once.`,
  };
}

function healedAtMost({ maxShare }: FleetGuard, monitored: number): number {
  return Math.max(1, Math.floor(maxShare * monitored));
}
