import type { HealthStatus } from "@azlin/health";
import type { VmReport } from "@azlin/lifecycle";

const MARKS: Readonly<Partial<Record<HealthStatus, string>>> = { healthy: " ✓", unhealthy: " ✗", stopped: " ✗" };

/** How a VM is, as people read it: `Healthy ✓`, `Unhealthy ✗`, `Stopped by user`; `N/A` when nobody knows. */
export function healthInWords(report: Pick<VmReport, "status"> | undefined): string {
  const status = report?.status;
  if (status === undefined || status === null) return "N/A";
  const words = status.replaceAll("-", " ");
  return `${words[0]!.toUpperCase()}${words.slice(1)}${MARKS[status] ?? ""}`;
}

const UNITS = [
  ["day", 86_400],
  ["hour", 3_600],
  ["minute", 60],
  ["second", 1],
] as const;

/** A span of time in its two largest units: `2 hours, 15 minutes`. */
export function spanInWords(ms: number): string {
  let seconds = Math.max(0, Math.round(ms / 1_000));
  const parts: string[] = [];
  for (const [unit, size] of UNITS) {
    const count = Math.floor(seconds / size);
    if (count > 0) parts.push(`${count} ${unit}${count === 1 ? "" : "s"}`);
    seconds -= count * size;
  }
  return parts.length === 0 ? "0 seconds" : parts.slice(0, 2).join(", ");
}

/** How long ago something was: `2 minutes ago`, `just now`. */
export function agoInWords(ms: number): string {
  return ms < 1_000 ? "just now" : `${spanInWords(ms).split(",")[0]!} ago`;
}
