import type { MetricsReading } from "../metrics/vm-metrics.ts";
import type { Thresholds } from "./thresholds.ts";

/** What keeps a VM that answers on SSH from being healthy, by the code of the error that its metrics met. */
const TROUBLES: Readonly<Record<string, string>> = {
  TIMED_OUT: "a command on it did not end in time",
  HOST_KEY_CHANGED: "it shows another host key than the one that is pinned",
};

const LIMITS = [
  ["CPU", "cpuPercent"],
  ["memory", "memoryPercent"],
  ["disk", "diskPercent"],
] as const;

/**
 * What is wrong with a VM that answers on SSH, by its metrics; `undefined` when nothing is. Metrics that could not be
 * read are nothing wrong, unless the way they failed is.
 */
export function loadTrouble(reading: MetricsReading | null, thresholds: Thresholds): string | undefined {
  if (reading?.error != null) return TROUBLES[reading.error.code];
  const above = LIMITS.flatMap(([what, name]) => {
    const percent = reading?.metrics?.[name] ?? null;
    const limit = thresholds[name];
    return percent === null || limit === null || percent <= limit ? [] : [`${what} at ${percent} %`];
  });
  return above.length === 0 ? undefined : above.join(", ");
}
