import type { HealthStatus, VmHealth } from "@azlin/health";
import type { Cell, Table } from "../render/report.ts";

/** What nobody has to do anything about. */
const FINE: ReadonlySet<HealthStatus> = new Set(["healthy", "starting", "stopping", "stopped-by-user"]);

/** Whether a VM is as its user wants it, as far as that could be told. */
export function isFine({ verdict }: VmHealth): boolean {
  return FINE.has(verdict.status);
}

/** A line for each VM: what it did not say is left empty. */
export function healthTable(vms: readonly VmHealth[]): Table {
  return {
    columns: ["VM", "HEALTH", "POWER", "SSH", "CPU %", "MEMORY %", "DISK %", "WHY"],
    rows: vms.map(({ name, verdict, observation: { power, ssh, metrics } }) => {
      const { cpuPercent = null, memoryPercent = null, diskPercent = null } = metrics?.metrics ?? {};
      const loads = [cpuPercent, memoryPercent, diskPercent].map(percentCell);
      return [name, verdict.status, power.state, ssh?.state ?? null, ...loads, verdict.reason];
    }),
  };
}

function percentCell(percent: number | null): Cell {
  return percent === null ? null : percent.toFixed(1);
}
