import { countOutcome } from "./count-outcome.ts";
import { countsBefore } from "./counts-before.ts";
import { explain } from "./explain.ts";
import type { HealthHistory } from "./health-history.ts";
import type { HealthVerdict } from "./health-verdict.ts";
import type { Observation } from "./observation.ts";
import { outcomeOf } from "./outcome-of.ts";
import type { Thresholds } from "./thresholds.ts";

/**
 * Judges a VM by what was seen now and before. Pure: the same three always give the same verdict.
 *
 * A check counts as a success when SSH answers, and as a failure when it does not on a VM that runs, or when
 * the VM is stopped against its user's will. Whatever could not be told counts as neither, and so do failures of
 * a VM that has started a short time ago.
 *
 * @param history - of the same VM, from the verdict before; {@link newHistory} for the first.
 */
export function judge(observation: Observation, history: HealthHistory, thresholds: Thresholds): HealthVerdict {
  const before = countsBefore(observation, history, thresholds);
  const outcome = outcomeOf(observation, before, thresholds);
  const counts = outcome === undefined ? before : countOutcome(before, outcome, thresholds);
  const { status, reason } = explain(observation, counts, thresholds);
  const { atMs, power, metrics } = observation;
  return {
    status,
    reason,
    failures: counts.failures,
    isDown: counts.standing === "down" && outcome === "failure",
    history: {
      vmId: history.vmId,
      counts,
      power: power.state === "unknown" ? history.power : power.state,
      operationAtMs: power.operationAtMs ?? history.operationAtMs,
      cpuTimes: metrics?.cpuTimes ?? history.cpuTimes,
      status,
      statusSinceMs: status === history.status ? history.statusSinceMs : atMs,
      lastCheckAtMs: atMs,
      lastSuccessAtMs: outcome === "success" ? atMs : history.lastSuccessAtMs,
    },
  };
}
