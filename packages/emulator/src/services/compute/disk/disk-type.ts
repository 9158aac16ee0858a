import { resourceNameOf } from "@azlin/core";
import { ArmError } from "../../../arm/arm-error.ts";
import { defineResourceType, type ResourceType, type ResourceView } from "../../../arm/resource-type.ts";
import { textAt } from "../../../json/json.ts";
import type { ArmResource, StoredResource } from "../../../world/resource-store.ts";
import { COMPUTE_DELETE, DISK_API_VERSIONS, DISK_WRITE } from "../compute-contract.ts";
import { accessActions } from "./disk-access.ts";
import { prepareDisk } from "./prepare-disk.ts";

/** Managed disks. */
export const diskType: ResourceType = defineResourceType({
  type: "Microsoft.Compute/disks",
  apiVersions: DISK_API_VERSIONS,
  write: DISK_WRITE,
  patch: DISK_WRITE,
  remove: COMPUTE_DELETE,
  actions: accessActions,
  prepare: prepareDisk,
  view: viewDisk,
  guardDelete: (disk, world) => {
    const owner = textAt(disk.body, "managedBy");
    if (owner === undefined || !world.store.has(owner)) return refuseIfShared(disk);
    throw new ArmError(409, "OperationNotAllowed", `Disk ${disk.body.name} is attached to VM ${owner}.`, {
      cause: "service",
    });
  },
});

/** Snapshots: full or incremental copies of a disk. */
export const snapshotType: ResourceType = defineResourceType({
  type: "Microsoft.Compute/snapshots",
  apiVersions: DISK_API_VERSIONS,
  write: DISK_WRITE,
  patch: DISK_WRITE,
  remove: COMPUTE_DELETE,
  actions: accessActions,
  prepare: (draft) => {
    prepareDisk(draft);
    const { properties } = draft.body;
    for (const member of ["diskIOPSReadWrite", "diskMBpsReadWrite"]) delete properties[member];
    properties["incremental"] ??= false;
    properties["completionPercent"] = 100;
    if (properties["incremental"] === true) {
      properties["incrementalSnapshotFamilyId"] =
        draft.existing?.body.properties?.["incrementalSnapshotFamilyId"] ?? draft.world.ids.guid();
    }
  },
  view: viewDisk,
  guardDelete: refuseIfShared,
});

/** While a disk is being written, answers say that it is a resource and leave out what is not known yet. */
function viewDisk({ body }: StoredResource, { world }: ResourceView): ArmResource {
  const { properties } = body;
  if (properties?.["provisioningState"] === "Updating") {
    return { ...body, properties: { ...properties, isArmResource: true } };
  }
  if (properties?.["diskState"] !== "Attached") return body;
  // The state follows the VM: Reserved while it is deallocated.
  const owner = textAt(body, "managedBy");
  const power = owner === undefined ? undefined : world.store.get(owner)?.internals["power"];
  return power === "deallocated" ? { ...body, properties: { ...properties, diskState: "Reserved" } } : body;
}

function refuseIfShared({ body }: StoredResource): void {
  if (body.properties?.["diskState"] !== "ActiveSAS") return;
  throw new ArmError(
    409,
    "OperationNotAllowed",
    `There is an active shared access signature outstanding for disk ${resourceNameOf(body.id)}. ` +
      "Call EndGetAccess on the disk before attaching or deleting the disk.",
    { cause: "service" },
  );
}
