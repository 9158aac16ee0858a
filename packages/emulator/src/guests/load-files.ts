/** What a guest shows of its machine. */
export interface MachineFacts {
  readonly cpus: number;
  readonly memoryGb: number;
  readonly diskGb: number;
  /** Percentages that the load is to show. */
  readonly load: { readonly cpu: number; readonly memory: number; readonly disk: number };
  /** Milliseconds since the boot. */
  readonly uptimeMs: number;
  /** Real milliseconds that its counters have run, with the load that they had. */
  readonly busyMs: number;
  readonly idleMs: number;
}

/** Ticks of `/proc/stat` a second. */
const HERTZ = 100;
const KB_PER_GB = 1024 * 1024;

/** Texts of the files in `/run/azlin` that stand for `/proc` and for `df`; of one length, as they are read while written. */
export function loadFiles(facts: MachineFacts): Record<string, string> {
  return {
    stat: statText(facts),
    meminfo: memoryText(facts),
    loadavg: `${((facts.cpus * facts.load.cpu) / 100)
      .toFixed(2)
      .padStart(6, "0")
      .replace(/^0+(?=\d)/, "")} 0.10 0.10 1/100 1000\n`,
    uptime: `${(facts.uptimeMs / 1000).toFixed(2)} ${((facts.idleMs / 1000) * facts.cpus).toFixed(2)}\n`,
    facts: factsText(facts),
  };
}

function statText({ cpus, busyMs, idleMs }: MachineFacts): string {
  const line = (name: string, count: number): string => {
    const ticks = (ms: number): string => String(Math.round((ms * count * HERTZ) / 1000)).padStart(12, "0");
    return `${name} ${ticks(busyMs)} 0 0 ${ticks(idleMs)} 0 0 0 0 0 0`;
  };
  const each = Array.from({ length: cpus }, (_, index) => line(`cpu${index}`, 1));
  return `${[line("cpu ", cpus), ...each, "ctxt 1", "btime 0", "processes 100", "procs_running 1"].join("\n")}\n`;
}

function memoryText({ memoryGb, load }: MachineFacts): string {
  const total = Math.round(memoryGb * KB_PER_GB);
  const available = Math.round(total * (1 - load.memory / 100));
  const lines = {
    MemTotal: total,
    MemFree: available,
    MemAvailable: available,
    Buffers: 0,
    Cached: 0,
    SwapTotal: 0,
    SwapFree: 0,
  };
  return Object.entries(lines)
    .map(([name, kb]) => `${`${name}:`.padEnd(16)}${String(kb).padStart(12)} kB\n`)
    .join("");
}

function factsText({ cpus, diskGb, load }: MachineFacts): string {
  const size = Math.round(diskGb * KB_PER_GB);
  return `cpus=${cpus}\ndisk_kb=${size}\ndisk_used_kb=${Math.round((size * load.disk) / 100)}\ndisk_percent=${Math.round(load.disk)}\n`;
}
