import type { Cell, Table } from "../render/report.ts";
import type { VmUsage } from "./vm-usage.ts";

const GIB = 1024 ** 3;
const STATUS: Readonly<Record<VmUsage["status"], string>> = {
  online: "ONLINE",
  "no-answer": "NO ANSWER",
  "not-running": "OFFLINE",
};

/** A line for each VM: what it did not say is left empty. */
export function usageTable(usages: readonly VmUsage[]): Table {
  return {
    columns: ["VM", "STATUS", "LOAD", "CPU %", "MEMORY", "TOP PROCESS"],
    rows: usages.map((one) => [one.vm, STATUS[one.status], ...numbersOf(one)]),
  };
}

function numbersOf({ usage, powerState, status, error }: VmUsage): Cell[] {
  if (usage === null) return [null, null, null, status === "not-running" ? powerState : (error?.message ?? null)];
  const { load, cpuPercent, memoryUsedBytes: used, memoryTotalBytes: total, topProcess } = usage;
  return [
    load === null ? null : load.map((value) => value.toFixed(2)).join(" "),
    cpuPercent === null ? null : cpuPercent.toFixed(1),
    used === null || total === null ? null : `${(used / GIB).toFixed(1)}/${(total / GIB).toFixed(1)} GiB`,
    topProcess === null ? null : `${topProcess.name} ${topProcess.cpuPercent.toFixed(1)} %`,
  ];
}
