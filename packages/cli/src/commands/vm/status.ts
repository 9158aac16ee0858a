import { POWER_STATES, sameResource } from "@azlin/core";
import type { FleetVm } from "@azlin/vms";
import { listFleet } from "../../azure/list-fleet.ts";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { monitoringSection } from "../../lifecycle/monitoring-section.ts";
import type { Table } from "../../render/report.ts";

/** `azlin status` */
export const status = defineCommand({
  path: "status",
  summary: "Show the power states of VMs",
  examples: [
    ["azlin status", "all VMs that azlin manages"],
    ["azlin status --vm dev", "one of them, by name or session"],
  ],
  options: { vm: { kind: "text", value: "NAME", description: "only this VM" } },
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const wanted = args.vm === undefined ? undefined : await findVm(azure, args.vm, context);
    const all = await listFleet(azure, context, { includeUnmanaged: wanted !== undefined });
    const vms = wanted === undefined ? all : all.filter((vm) => sameResource(vm.id, wanted.id));
    const summary = summaryOf(vms);
    const table: Table = {
      columns: ["NAME", "POWER STATE", "IP", "REGION", "SIZE"],
      rows: vms.map((vm) => [vm.name, vm.powerState, vm.publicIp ?? vm.privateIp, vm.location, vm.size]),
    };
    const section = wanted === undefined ? undefined : await monitoringSection(wanted, context);
    const text = section && `${context.formatTable(table)}\n${section.lines.join("\n")}`;
    return {
      json: { vms, summary, ...(section && { monitoring: section.json }) },
      table,
      ...(text !== undefined && { text }),
      footer: vms.length === 0 ? ["No VMs found."] : [`Total: ${vms.length} VMs`, inWords(summary)],
    };
  },
});

function summaryOf(vms: readonly FleetVm[]): Record<string, number> {
  const counts = POWER_STATES.map((state) => [state, vms.filter((vm) => vm.powerState === state).length] as const);
  return { total: vms.length, ...Object.fromEntries(counts.filter(([, number]) => number > 0)) };
}

function inWords(summary: Readonly<Record<string, number>>): string {
  const { running = 0, stopped = 0, deallocated = 0, unknown = 0 } = summary;
  const told = `Running: ${running}, Stopped/Deallocated: ${stopped + deallocated}`;
  return unknown === 0 ? told : `${told}, Unknown: ${unknown}`;
}
