import { formatResourceId, parseResourceId } from "@azlin/core";
import type { ProvisionStep } from "../provision/provision-plan.ts";
import { RESOURCE_TYPES } from "../resource-types.ts";
import type { SnapshotVm } from "./snapshot-facts.ts";
import { snapshotTags, timestamp, type SnapshotKind } from "./snapshot-tags.ts";
import { monthlyCostUsd } from "../price/monthly-cost.ts";

/** The plan of a snapshot. */
export interface SnapshotPlan {
  readonly vmId: string;
  readonly step: ProvisionStep;
  /** What it costs at most, by our price table; null when nobody knows. */
  readonly monthlyCostUsd: number | null;
  readonly notes: readonly string[];
}

/** What {@link planSnapshot} decides from. */
export interface SnapshotPlanFacts {
  readonly vm: SnapshotVm;
  readonly at: Date;
  /** Default `manual`. */
  readonly kind?: SnapshotKind;
  /** Names, in lower case, that the group's snapshots have. Default: none. */
  readonly takenNames?: ReadonlySet<string>;
}

/** Decides name, place and tags of a snapshot of a VM's disk: incremental, as it only costs what changed. Pure. */
export function planSnapshot({ vm, at, kind = "manual", takenNames = new Set() }: SnapshotPlanFacts): SnapshotPlan {
  const { type } = RESOURCE_TYPES.snapshot;
  const { subscriptionId = "", resourceGroup = "" } = parseResourceId(vm.id);
  const name = freeName(`${vm.name.slice(0, 50)}-snapshot-${timestamp(at)}`, takenNames);
  const notes = [
    ...(vm.powerState === "running" ? [`'${vm.name}' is running: the snapshot is as after a power cut.`] : []),
    ...(vm.dataDisks === 0 ? [] : [`Data disks (${vm.dataDisks}) are not in the snapshot.`]),
  ];
  return {
    vmId: vm.id,
    step: {
      action: "create",
      target: formatResourceId({ subscriptionId, resourceGroup, type, name }),
      type,
      vm: vm.name,
      reason: kind === "scheduled" ? "It is due." : "It was asked for.",
      body: {
        location: vm.location,
        tags: snapshotTags(vm.id, kind),
        sku: { name: "Standard_LRS" },
        properties: { creationData: { createOption: "Copy", sourceResourceId: vm.osDisk.id }, incremental: true },
      },
    },
    monthlyCostUsd: monthlyCostUsd({ kind: "snapshot", sizeGb: vm.osDisk.sizeGb ?? undefined }),
    notes,
  };
}

function freeName(base: string, taken: ReadonlySet<string>): string {
  let name = base;
  for (let number = 2; taken.has(name.toLowerCase()); number++) name = `${base}-${number}`;
  return name;
}
