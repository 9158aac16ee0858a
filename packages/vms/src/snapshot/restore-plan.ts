import { formatResourceId, parseResourceId, ValidationError } from "@azlin/core";
import { MANAGED_BY, TAG_KEYS } from "@azlin/tags";
import { monthlyCostUsd } from "../price/monthly-cost.ts";
import type { ProvisionStep } from "../provision/provision-plan.ts";
import { RESOURCE_TYPES } from "../resource-types.ts";
import type { SnapshotVm } from "./snapshot-facts.ts";
import { timestamp } from "./snapshot-tags.ts";
import { isSnapshotOf, type VmSnapshot } from "./vm-snapshot.ts";

/** What a restore is asked for. */
export interface RestoreRequest {
  readonly at: Date;
  /** Deletes the disk that the VM had, once it has started from the new one. Default false: it is kept. */
  readonly deleteOldDisk?: boolean;
  /** Also a snapshot of another VM's disk. Default false. */
  readonly anySource?: boolean;
}

/** One step of a restore, as it is shown. */
export interface RestoreStep {
  readonly action: "create" | "deallocate" | "swap" | "start" | "verify" | "delete" | "keep";
  readonly target: string;
  readonly reason: string;
}

/** The plan of going back to a snapshot. */
export interface RestorePlan {
  readonly vm: SnapshotVm;
  readonly snapshotId: string;
  readonly newDisk: ProvisionStep;
  readonly oldDisk: { readonly id: string; readonly name: string; readonly monthlyCostUsd: number | null };
  readonly deleteOldDisk: boolean;
  readonly steps: readonly RestoreStep[];
}

/**
 * Decides how a VM goes back to a snapshot: on a new disk, while the old one is there until the VM has started. Pure.
 *
 * @throws ValidationError (`SNAPSHOT_OF_ANOTHER_VM`, `SNAPSHOT_ELSEWHERE`, `SNAPSHOT_NOT_READY`).
 */
export function planRestore(vm: SnapshotVm, snapshot: VmSnapshot, request: RestoreRequest): RestorePlan {
  refuseUnfit(vm, snapshot, request);
  const { deleteOldDisk = false } = request;
  const newDisk = newDiskStep(vm, snapshot, request.at);
  const { id, name, sizeGb, storageType } = vm.osDisk;
  const cost = monthlyCostUsd({ kind: "disk", sku: storageType ?? undefined, sizeGb: sizeGb ?? undefined });
  const price = cost === null ? "" : ` It costs about $${cost.toFixed(2)} a month.`;
  return {
    vm,
    snapshotId: snapshot.id,
    newDisk,
    oldDisk: { id, name, monthlyCostUsd: cost },
    deleteOldDisk,
    steps: [
      { action: "create", target: newDisk.target, reason: newDisk.reason },
      ...(vm.powerState === "deallocated"
        ? []
        : [{ action: "deallocate", target: vm.id, reason: `It is ${vm.powerState}.` } as const]),
      { action: "swap", target: vm.id, reason: `It starts from '${name}' now.` },
      { action: "start", target: vm.id, reason: "Only a VM that starts shows that the disk is good." },
      { action: "verify", target: vm.id, reason: "If it does not run, it gets its old disk back." },
      deleteOldDisk
        ? { action: "delete", target: id, reason: "It was asked for, once the VM runs." }
        : { action: "keep", target: id, reason: `It is the way back.${price}` },
    ],
  };
}

function refuseUnfit(vm: SnapshotVm, snapshot: VmSnapshot, { anySource = false }: RestoreRequest): void {
  const about = { details: { vmId: vm.id, snapshotId: snapshot.id } };
  if (!anySource && !isSnapshotOf(snapshot, { id: vm.id, osDiskId: vm.osDisk.id })) {
    throw new ValidationError("SNAPSHOT_OF_ANOTHER_VM", `'${snapshot.name}' is not a snapshot of '${vm.name}'.`, {
      ...about,
      hint: "'azlin snapshot list' shows those of the VM.",
    });
  }
  if (snapshot.location.toLowerCase() !== vm.location.toLowerCase()) {
    throw new ValidationError(
      "SNAPSHOT_ELSEWHERE",
      `The snapshot is in ${snapshot.location}, the VM in ${vm.location}.`,
      {
        ...about,
        hint: "A VM can only go back to a snapshot of its own region.",
      },
    );
  }
  if (snapshot.provisioningState === "Succeeded") return;
  throw new ValidationError("SNAPSHOT_NOT_READY", `The snapshot '${snapshot.name}' is ${snapshot.provisioningState}.`, {
    ...about,
    hint: "Wait until Azure has finished it, or choose another one.",
  });
}

/** The time in its name keeps a second restore from meeting the disk of the first. */
function newDiskStep(vm: SnapshotVm, snapshot: VmSnapshot, at: Date): ProvisionStep {
  const { type } = RESOURCE_TYPES.disk;
  const { subscriptionId = "", resourceGroup = "" } = parseResourceId(vm.id);
  const name = `${vm.name.slice(0, 55)}-os-${timestamp(at)}`;
  return {
    action: "create",
    target: formatResourceId({ subscriptionId, resourceGroup, type, name }),
    type,
    vm: vm.name,
    reason: `A copy of the snapshot '${snapshot.name}'.`,
    body: {
      location: vm.location,
      tags: { [TAG_KEYS.managedBy]: MANAGED_BY },
      sku: { name: vm.osDisk.storageType ?? "StandardSSD_LRS" },
      properties: { creationData: { createOption: "Copy", sourceResourceId: snapshot.id } },
    },
  };
}
