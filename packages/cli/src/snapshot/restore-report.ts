import { parseResourceId, resourceNameOf } from "@azlin/core";
import type { RestorePlan, RestoreReport } from "@azlin/vms";
import { monthlyCost } from "../render/monthly-cost.ts";
import type { Report } from "../render/report.ts";

/** What a restore does, for the prompt. */
export function restoreFacts({ vm, snapshotId, steps }: RestorePlan): string {
  const { subscriptionId, resourceGroup } = parseResourceId(vm.id);
  return [
    `  Subscription:    ${subscriptionId}`,
    `  Resource group:  ${resourceGroup}`,
    `  VM:              ${vm.name} (${vm.powerState})`,
    `  Snapshot:        ${resourceNameOf(snapshotId)}`,
    ...steps.map(({ action, target, reason }, index) => {
      return `  ${index + 1}. ${action} ${resourceNameOf(target)}: ${reason}`;
    }),
    "What the VM wrote since the snapshot is on its old disk only.",
  ].join("\n");
}

/** What a restore came to: anything but a restored VM is a failure. */
export function restoreReport({ vm, snapshotId, newDisk }: RestorePlan, report: RestoreReport): Report {
  const { status, left, error } = report;
  const told = error === undefined ? {} : { error: error.toJSON() };
  return {
    json: { vm: vm.name, id: vm.id, snapshot: snapshotId, status, disk: newDisk.target, left, ...told },
    text: [
      {
        restored: `✓ VM '${vm.name}' is back at '${resourceNameOf(snapshotId)}'.`,
        "rolled-back": `✗ VM '${vm.name}' is on its old disk, as before.`,
        failed: `✗ VM '${vm.name}' needs a look.`,
      }[status],
      ...(error === undefined ? [] : [`  ${error.message}`, ...(error.hint === undefined ? [] : [`  ${error.hint}`])]),
      ...left.map(
        ({ id, monthlyCostUsd }) => `  Stays: ${resourceNameOf(id)} (${monthlyCost(monthlyCostUsd)} a month)`,
      ),
    ].join("\n"),
    failed: status !== "restored",
  };
}
