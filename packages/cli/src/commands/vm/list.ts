import type { VmReport } from "@azlin/lifecycle";
import type { FleetVm } from "@azlin/vms";
import { listFleet } from "../../azure/list-fleet.ts";
import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { askDaemon, type DaemonHealth } from "../../lifecycle/daemon-health.ts";
import { healthInWords } from "../../lifecycle/health-words.ts";
import type { Table } from "../../render/report.ts";
import { tagFilter } from "../../tag/tag-filter.ts";

/** `azlin list` */
export const list = defineCommand({
  path: "list",
  summary: "List the VMs that azlin manages",
  description: "VMs of all resource groups and subscriptions in scope, sorted by session, then by name.",
  examples: [
    ["azlin list", "all of them"],
    ["azlin list --rg dev -o json", "those of one resource group, for a program"],
    ["azlin list --tag team=core", "those with a tag of this value"],
  ],
  options: {
    all: { kind: "flag", description: "also VMs that azlin does not manage" },
    tag: { kind: "list", value: "KEY[=VALUE]", description: "only VMs with this tag; may be repeated" },
  },
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => {
    const filters = args.tag.map(tagFilter);
    const azure = await openVmAzure(context);
    const [all, health] = await Promise.all([
      listFleet(azure, context, { includeUnmanaged: args.all }),
      askDaemon(context),
    ]);
    const vms = all.filter((vm) => filters.every((filter) => filter(vm)));
    const total = vms.length === 0 ? "No VMs found." : `Total: ${count(vms.length)}`;
    const hidden = vms.length < all.length ? [`${count(all.length - vms.length)} without these tags not shown.`] : [];
    return { json: vms.map((vm) => toJson(vm, health)), table: tableOf(vms, health), footer: [total, ...hidden] };
  },
});

function toJson(vm: FleetVm, health: DaemonHealth): unknown {
  const { id, name, resourceGroup, subscriptionId, location, size, session, owner, created } = vm;
  const { powerState, provisioningState, publicIp, privateIp, tags } = vm;
  return {
    id,
    name,
    resourceGroup,
    subscriptionId,
    location,
    size,
    session,
    owner,
    created,
    powerState,
    provisioningState,
    publicIp,
    privateIp,
    health: healthOf(health.of(id)),
    tags,
  };
}

function healthOf(report: VmReport | undefined): unknown {
  if (report === undefined || report.lastCheckAtMs === null) return null;
  const { status, reason, lastCheckAtMs } = report;
  return { status, reason, checkedAt: new Date(lastCheckAtMs).toISOString() };
}

function tableOf(vms: readonly FleetVm[], health: DaemonHealth): Table {
  return {
    columns: ["SESSION NAME", "VM NAME", "STATUS", "IP", "REGION", "SIZE", "RESOURCE GROUP", "HEALTH"],
    rows: vms.map((vm) => [
      vm.session,
      vm.name,
      vm.powerState,
      vm.publicIp ?? vm.privateIp,
      vm.location,
      vm.size,
      vm.resourceGroup,
      healthInWords(health.of(vm.id)),
    ]),
  };
}

function count(vms: number): string {
  return vms === 1 ? "1 VM" : `${vms} VMs`;
}
