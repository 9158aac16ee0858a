import type { CpuTimes, MetricsReading, VmMetrics } from "./vm-metrics.ts";

/**
 * Reads what the metrics command printed.
 *
 * @param previous - processor times of the reading before, of the same boot.
 */
export function parseMetrics(
  output: string,
  previous: CpuTimes | null,
): { readonly metrics: VmMetrics } & Pick<MetricsReading, "cpuTimes"> {
  const lines = output.split("\n");
  const times = lines.flatMap((line) => cpuTimesOf(line) ?? []);
  const last = times.at(-1) ?? null;
  const first = times.length > 1 ? times[0]! : previous;
  const metrics = {
    cpuPercent: cpuPercent(first, last),
    memoryPercent: memoryPercent(
      numberIn(lines, /^MemTotal:\s+(\d+) kB/),
      numberIn(lines, /^MemAvailable:\s+(\d+) kB/),
    ),
    diskPercent: atMost100(numberIn(lines, /\s(\d+)%\s+\/$/)),
    uptimeSeconds: numberIn(lines, /^uptime (\d+(?:\.\d+)?)(?:\s|$)/),
  };
  return { metrics, cpuTimes: last };
}

/** `cpu user nice system idle iowait irq softirq steal guest guest_nice`: the guests' time is in user and nice already. */
function cpuTimesOf(line: string): CpuTimes | undefined {
  if (!/^cpu(?:\s+\d+){4,}\s*$/.test(line)) return undefined;
  const ticks = line.trim().split(/\s+/).slice(1, 9).map(Number);
  const total = ticks.reduce((sum, number) => sum + number, 0);
  return { total, busy: total - ticks[3]! - (ticks[4] ?? 0) };
}

function cpuPercent(first: CpuTimes | null, last: CpuTimes | null): number | null {
  if (first === null || last === null) return null;
  const total = last.total - first.total;
  const busy = last.busy - first.busy;
  // A restart in between turns the counters back.
  if (total <= 0 || busy < 0) return null;
  return percentOf(Math.min(busy, total), total);
}

function memoryPercent(total: number | null, available: number | null): number | null {
  if (total === null || available === null || total === 0 || available > total) return null;
  return percentOf(total - available, total);
}

function percentOf(part: number, whole: number): number {
  return Math.round((part / whole) * 1000) / 10;
}

function atMost100(percent: number | null): number | null {
  return percent === null || percent > 100 ? null : percent;
}

function numberIn(lines: readonly string[], pattern: RegExp): number | null {
  for (const line of lines) {
    const text = pattern.exec(line)?.[1];
    if (text !== undefined && Number.isSafeInteger(Math.trunc(Number(text)))) return Number(text);
  }
  return null;
}
