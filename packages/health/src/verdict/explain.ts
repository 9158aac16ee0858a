import type { SshState } from "../ssh/ssh-reading.ts";
import type { HealthCounts } from "./health-counts.ts";
import type { HealthVerdict } from "./health-verdict.ts";
import { isInGrace } from "./in-grace.ts";
import { loadTrouble } from "./load-trouble.ts";
import type { Observation } from "./observation.ts";
import { stoppedBy } from "./stopped-by.ts";
import type { Thresholds } from "./thresholds.ts";

type Explanation = Pick<HealthVerdict, "status" | "reason">;

const SSH_WORDS: Readonly<Record<Exclude<SshState, "open" | "unknown">, string>> = {
  refused: "SSH refuses connections",
  "no-answer": "SSH does not answer",
  closed: "SSH ends the connection at once",
  mute: "The SSH port takes connections but says nothing",
  "not-ssh": "Something other than SSH answers on the SSH port",
};

/**
 * The status of a VM and the reason for it in words.
 *
 * @param counts - with this observation counted.
 */
export function explain(observation: Observation, counts: HealthCounts, thresholds: Thresholds): Explanation {
  const { state } = observation.power;
  switch (state) {
    case "running":
      return running(observation, counts, thresholds);
    case "stopped":
    case "deallocated":
      return stopped(observation, counts, thresholds);
    case "starting":
      return { status: "starting", reason: "Azure is starting it." };
    case "stopping":
    case "deallocating":
      return { status: "stopping", reason: `Azure is ${state} it.` };
    case "deleted":
      return { status: "deleted", reason: "Azure has no such VM." };
    case "unknown":
      return { status: "unknown", reason: unread(observation) };
  }
}

function running(observation: Observation, counts: HealthCounts, thresholds: Thresholds): Explanation {
  const { ssh, power } = observation;
  if (ssh === null || ssh.state === "unknown") {
    const why = ssh?.error?.message ?? "It was not tried.";
    return { status: "unknown", reason: `It runs, but SSH could not be tried: ${why}` };
  }
  if (ssh.state === "open") return answering(observation, counts, thresholds);
  const agent = power.agent === "not-ready" ? ", nor is its agent ready" : "";
  const what = `${SSH_WORDS[ssh.state]}${agent}`;
  if (isInGrace(observation, counts, thresholds)) {
    return { status: "starting", reason: `${what}; it started ${seconds(observation, counts)} s ago.` };
  }
  const status = counts.standing === "down" ? "unhealthy" : "degraded";
  return { status, reason: `${what} (${failures(counts, thresholds)}).` };
}

function answering({ metrics }: Observation, counts: HealthCounts, thresholds: Thresholds): Explanation {
  if (counts.standing !== "up") {
    const { count, of } = thresholds.up;
    const successes = counts.outcomes.slice(-of).filter((outcome) => outcome === "success").length;
    return { status: "degraded", reason: `SSH answers (${successes} of ${count} successes).` };
  }
  const trouble = loadTrouble(metrics, thresholds);
  if (trouble !== undefined) return { status: "degraded", reason: `SSH answers, but: ${trouble}.` };
  return { status: "healthy", reason: "SSH answers." };
}

function stopped(observation: Observation, counts: HealthCounts, thresholds: Thresholds): Explanation {
  const { power, intent } = observation;
  switch (stoppedBy(observation)) {
    case "user": {
      const by = intent === "stopped" ? "as its user wants" : "by a call to Azure";
      return { status: "stopped-by-user", reason: `It was ${power.state} ${by}.` };
    }
    case "guest":
      return {
        status: "stopped",
        reason: `It is ${power.state} against its user's will (${failures(counts, thresholds)}).`,
      };
    case "unknown":
      return { status: "stopped", reason: `It is ${power.state}; whether its user wanted so is not known.` };
  }
}

function unread({ power, ssh }: Observation): string {
  const why = power.error?.message ?? "Azure did not say its power state.";
  return ssh?.state === "open" ? `${why} SSH answers.` : why;
}

function failures({ failures: total }: HealthCounts, { down: { count, of } }: Thresholds): string {
  if (count === of && total <= count) return `${total} of ${count} failures`;
  return `${total} failures in a row, ${count} of ${of} checks are the limit`;
}

function seconds({ atMs }: Observation, { startingSinceMs }: HealthCounts): number {
  return Math.round((atMs - (startingSinceMs ?? atMs)) / 1000);
}
