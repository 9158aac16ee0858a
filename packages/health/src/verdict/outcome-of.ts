import type { HealthCounts, Outcome } from "./health-counts.ts";
import { isInGrace } from "./in-grace.ts";
import type { Observation } from "./observation.ts";
import { stoppedBy } from "./stopped-by.ts";
import type { Thresholds } from "./thresholds.ts";

/** What an observation means for a VM's health; `undefined` when it does not tell. */
export function outcomeOf(observation: Observation, counts: HealthCounts, thresholds: Thresholds): Outcome | undefined {
  switch (observation.power.state) {
    case "running":
    case "unknown":
      return answerOutcome(observation, counts, thresholds);
    case "stopped":
    case "deallocated":
      return stoppedBy(observation) === "guest" ? "failure" : undefined;
    case "starting":
    case "stopping":
    case "deallocating":
    case "deleted":
      return undefined;
  }
}

function answerOutcome(observation: Observation, counts: HealthCounts, thresholds: Thresholds): Outcome | undefined {
  const { power, ssh } = observation;
  if (ssh === null || ssh.state === "unknown") return undefined;
  if (ssh.state === "open") return "success";
  // What does not answer may have been stopped, as long as Azure does not say that it runs.
  const isToAnswer = power.state === "running" && !isInGrace(observation, counts, thresholds);
  return isToAnswer ? "failure" : undefined;
}
