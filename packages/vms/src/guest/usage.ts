import type { RemoteCommand } from "@azlin/ssh";

/** Jiffies of a machine's processors since it started. */
export interface CpuTimes {
  readonly busy: number;
  readonly total: number;
}

/** How busy a VM is. What it did not say is `null`, never 0. */
export interface UsageSample {
  /** Load averages over 1, 5 and 15 minutes. */
  readonly load: readonly [number, number, number] | null;
  /** Part of all processors' time that was used, 0 to 100. */
  readonly cpuPercent: number | null;
  readonly memoryTotalBytes: number | null;
  readonly memoryUsedBytes: number | null;
  /** The process that uses most of the processor over its life. */
  readonly topProcess: { readonly name: string; readonly cpuPercent: number } | null;
  /** To be given to the next {@link parseUsage}, so that one reading is enough then. */
  readonly cpuTimes: CpuTimes | null;
}

/**
 * Reads load, processors, memory and the busiest process with one command, without starting `top`.
 *
 * @param samples - readings of the processors, 300 ms apart; 1 is enough when an earlier sample is known. Default 2.
 */
export function usageCommand(samples: 1 | 2 = 2): RemoteCommand {
  const again = samples === 2 ? "; sleep 0.3; head -n 1 /proc/stat" : "";
  return (
    `sed 's/^/load /' /proc/loadavg; head -n 1 /proc/stat${again}; grep -E '^Mem(Total|Available):' /proc/meminfo; ` +
    "ps -eo pcpu=,comm= --sort=-pcpu 2>/dev/null | grep -vw ps | head -n 1 | sed 's/^/top /'"
  );
}

/**
 * Reads the answer to {@link usageCommand}.
 *
 * @param previous - processor times of an earlier sample of the same VM.
 */
export function parseUsage(output: string, previous: CpuTimes | null = null): UsageSample {
  const lines = output.split("\n");
  const times = lines.filter((line) => line.startsWith("cpu ")).flatMap((line) => cpuTimesOf(line) ?? []);
  const last = times.at(-1) ?? null;
  const first = times.length > 1 ? times[0]! : previous;
  const totalBytes = memoryBytes(lines, "MemTotal:");
  const availableBytes = memoryBytes(lines, "MemAvailable:");
  return {
    load: loadOf(lines),
    cpuPercent: cpuPercent(first, last),
    memoryTotalBytes: totalBytes,
    memoryUsedBytes: totalBytes === null || availableBytes === null ? null : totalBytes - availableBytes,
    topProcess: topProcessOf(lines),
    cpuTimes: last,
  };
}

function loadOf(lines: readonly string[]): UsageSample["load"] {
  const match = /^load ([\d.]+) ([\d.]+) ([\d.]+)/.exec(lines.find((line) => line.startsWith("load ")) ?? "");
  return match === null ? null : [Number(match[1]), Number(match[2]), Number(match[3])];
}

/** `cpu user nice system idle iowait irq softirq steal guest guest_nice`: the guests' time is in user and nice already. */
function cpuTimesOf(line: string): CpuTimes | undefined {
  const numbers = line.trim().split(/\s+/).slice(1, 9).map(Number);
  if (numbers.length < 4 || numbers.some((number) => !Number.isFinite(number))) return undefined;
  const total = numbers.reduce((sum, number) => sum + number, 0);
  return { total, busy: total - numbers[3]! - (numbers[4] ?? 0) };
}

function cpuPercent(first: CpuTimes | null, last: CpuTimes | null): number | null {
  if (first === null || last === null) return null;
  const total = last.total - first.total;
  const busy = last.busy - first.busy;
  // A restart in between turns the counters back.
  if (total <= 0 || busy < 0) return null;
  return Math.min(100, Math.round((busy / total) * 1000) / 10);
}

function memoryBytes(lines: readonly string[], name: string): number | null {
  const match = /(\d+) kB/.exec(lines.find((line) => line.startsWith(name)) ?? "");
  return match === null ? null : Number(match[1]) * 1024;
}

function topProcessOf(lines: readonly string[]): UsageSample["topProcess"] {
  const match = /^top\s+([\d.]+)\s+(.+)$/.exec(lines.find((line) => line.startsWith("top ")) ?? "");
  return match === null ? null : { name: match[2]!.trim(), cpuPercent: Number(match[1]) };
}
