import type { HealthHistory, HealthVerdict, Observation, PowerReading, SshReading, SshState } from "../../src/index.ts";
import { judge, newHistory, resolveThresholds } from "../../src/index.ts";

export const VM_ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1";
/** When the first observation of a test is made. */
export const START = Date.UTC(2026, 0, 1);
/** Milliseconds between two observations. */
export const TICK = 60_000;

export function power(state: PowerReading["state"], change: Partial<PowerReading> = {}): PowerReading {
  return { state, error: null, agent: null, operationAtMs: null, ...change };
}

/** The reading of an Azure that refuses. */
export const UNREAD = power("unknown", { error: { code: "THROTTLED", message: "Could not read: too many requests." } });

export function ssh(state: SshState): SshReading {
  return { state, banner: state === "open" ? "SSH-2.0-test" : null, error: null, durationMs: 1 };
}

/** A running VM that answers on SSH, changed as a test needs it. */
export function seen(change: Partial<Observation> = {}): Observation {
  return {
    atMs: START,
    power: power("running"),
    ssh: ssh("open"),
    metrics: null,
    intent: null,
    isSpot: false,
    ...change,
  };
}

/** Observations of a VM that does or does not answer, by letters: `S` it does, `F` it does not, `?` Azure refuses. */
export function course(letters: string): Observation[] {
  return Array.from(letters, (letter) => {
    if (letter === "?") return seen({ power: UNREAD, ssh: ssh("refused") });
    return seen({ ssh: ssh(letter === "S" ? "open" : "refused") });
  });
}

/** Verdicts of observations one after the other, a tick apart. */
export function judgeAll(
  observations: readonly Observation[],
  thresholds: Parameters<typeof resolveThresholds>[0] = {},
  history: HealthHistory = newHistory(VM_ID),
): HealthVerdict[] {
  const resolved = resolveThresholds(thresholds);
  let latest = history;
  return observations.map((observation, index) => {
    const verdict = judge({ ...observation, atMs: START + index * TICK }, latest, resolved);
    latest = verdict.history;
    return verdict;
  });
}
