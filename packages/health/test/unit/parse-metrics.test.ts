import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { parseMetrics } from "../../src/metrics/parse-metrics.ts";

const FIRST = "cpu  1000 0 500 8000 500 0 0 0 0 0";
const SECOND = "cpu  1060 0 520 8015 505 0 0 0 0 0";
const REST = [
  "MemTotal:       16384000 kB",
  "MemAvailable:    4096000 kB",
  "uptime 3600.25 7100.00",
  "Filesystem     1024-blocks     Used Available Capacity Mounted on",
  "/dev/root         30298176 12119270  18162522      41% /",
];
const NOTHING = { cpuPercent: null, memoryPercent: null, diskPercent: null, uptimeSeconds: null };

describe("the metrics of a VM", () => {
  it("come from one command's output", () => {
    const { metrics, cpuTimes } = parseMetrics([FIRST, SECOND, ...REST].join("\n"), null);
    expect(metrics).toEqual({ cpuPercent: 80, memoryPercent: 75, diskPercent: 41, uptimeSeconds: 3600.25 });
    expect(cpuTimes).toEqual({ busy: 1580, total: 10_100 });
  });

  it("have the CPU's load since the last reading when the processors were looked at once", () => {
    const { cpuTimes } = parseMetrics(FIRST, null);
    expect(parseMetrics(SECOND, cpuTimes).metrics.cpuPercent).toBe(80);
  });

  it("have no CPU load from counters that were turned back by a restart", () => {
    const { cpuTimes } = parseMetrics(SECOND, null);
    expect(parseMetrics(FIRST, cpuTimes).metrics.cpuPercent).toBeNull();
  });

  it.each([
    ["nothing", ""],
    ["another system's words", "'head' is not recognized as an internal or external command\r\n"],
    ["half a line of each", "cpu  10\nMemTotal: \nuptime x\n/dev/root 1 1"],
    ["numbers that cannot be", "MemTotal: 1 kB\nMemAvailable: 2 kB\n/dev/root 1 1 1 200% /"],
  ])("are null, never 0, for %s", (_what, output) => {
    expect(parseMetrics(output, null).metrics).toEqual(NOTHING);
  });

  it("leave out only what is missing", () => {
    expect(parseMetrics(REST.slice(2).join("\n"), null).metrics).toEqual({
      ...NOTHING,
      diskPercent: 41,
      uptimeSeconds: 3600.25,
    });
  });

  it("are percentages or null whatever a VM prints", () => {
    const line = fc.constantFrom(FIRST, SECOND, ...REST, "cpu  1 1 1 1", "MemTotal: 0 kB", "MemAvailable: 9 kB");
    const output = fc.array(fc.oneof(line, fc.string()), { maxLength: 12 }).map((lines) => lines.join("\n"));
    fc.assert(
      fc.property(output, (text) => {
        const { cpuPercent, memoryPercent, diskPercent } = parseMetrics(text, null).metrics;
        for (const percent of [cpuPercent, memoryPercent, diskPercent]) {
          if (percent === null) continue;
          expect(percent).toBeGreaterThanOrEqual(0);
          expect(percent).toBeLessThanOrEqual(100);
        }
      }),
    );
  });
});
