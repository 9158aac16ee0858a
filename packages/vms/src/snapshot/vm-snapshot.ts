import { parseResourceId, sameResource } from "@azlin/core";
import { isManaged, readTag } from "@azlin/tags";
import type { Snapshot } from "@azure/arm-compute";
import { monthlyCostUsd } from "../price/monthly-cost.ts";
import { SNAPSHOT_KIND_TAG, SNAPSHOT_VM_TAG, type SnapshotKind } from "./snapshot-tags.ts";

/** A snapshot of a disk. What Azure did not say is `null`. */
export interface VmSnapshot {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly location: string;
  /** VM it was taken of; null for one that does not say. */
  readonly vmId: string | null;
  /** Disk it was taken of. */
  readonly sourceDiskId: string | null;
  /** `foreign`: not taken by azlin. */
  readonly kind: SnapshotKind | "foreign";
  readonly sizeGb: number | null;
  readonly created: Date | null;
  readonly provisioningState: string | null;
  /** At most, by our price table. */
  readonly monthlyCostUsd: number | null;
}

const KINDS: readonly SnapshotKind[] = ["manual", "scheduled", "clone"];

/** Reads Azure's model of a snapshot. */
export function toVmSnapshot(model: Snapshot): VmSnapshot {
  const { id = "", name = "", location, tags, diskSizeGB: sizeGb } = model;
  return {
    id,
    name,
    resourceGroup: parseResourceId(id).resourceGroup ?? "",
    location,
    vmId: readTag(tags, SNAPSHOT_VM_TAG) ?? null,
    kind: kindOf(tags),
    sizeGb: sizeGb ?? null,
    ...historyOf(model),
    monthlyCostUsd: monthlyCostUsd({ kind: "snapshot", sizeGb }),
  };
}

function historyOf(model: Snapshot): Pick<VmSnapshot, "sourceDiskId" | "created" | "provisioningState"> {
  return {
    sourceDiskId: model.creationData?.sourceResourceId ?? null,
    created: model.timeCreated ?? null,
    provisioningState: model.provisioningState ?? null,
  };
}

function kindOf(tags: Snapshot["tags"]): VmSnapshot["kind"] {
  if (!isManaged(tags)) return "foreign";
  return KINDS.find((kind) => kind === readTag(tags, SNAPSHOT_KIND_TAG)) ?? "manual";
}

/** Whether a snapshot is of this VM: by its tag, or by the disk that the VM starts from. */
export function isSnapshotOf(
  snapshot: VmSnapshot,
  vm: { readonly id: string; readonly osDiskId: string | null },
): boolean {
  if (snapshot.vmId !== null) return sameResource(snapshot.vmId, vm.id);
  return vm.osDiskId !== null && snapshot.sourceDiskId !== null && sameResource(snapshot.sourceDiskId, vm.osDiskId);
}
