import { parseResourceId, resourceNameOf } from "@azlin/core";
import { ArmError } from "../../../arm/arm-error.ts";
import type { WriteDraft } from "../../../arm/resource-type.ts";
import { objectAt, referenceAt, textAt, type Json, type JsonObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";

const DISK = "Microsoft.Compute/disks";

/** Where a disk stands in a VM's document, and what it is there. */
interface DiskRole {
  readonly defaults: JsonObject;
  readonly sizeGb: number;
  /** End of the name of a disk that the client did not name. */
  readonly suffix: string;
}

/** The operating system's disk of a VM, with Azure's defaults. */
export function prepareOsDisk(draft: WriteDraft, disk: JsonObject): JsonObject {
  const defaults = { caching: "ReadWrite", createOption: "FromImage" };
  return prepareDisk(draft, disk, { defaults, sizeGb: 30, suffix: "OsDisk_1" });
}

/** The data disk at `index` of a VM, with Azure's defaults. */
export function prepareDataDisk(draft: WriteDraft, disk: JsonObject, index: number): JsonObject {
  const defaults = { caching: "None", createOption: "Empty", toBeDetached: false };
  return prepareDisk(draft, disk, { defaults, sizeGb: 32, suffix: `DataDisk_${index}` });
}

/** Disks with a `vhd` are blobs, not resources; of the others, those to be created get their names and ids here. */
function prepareDisk(draft: WriteDraft, disk: JsonObject, role: DiskRole): JsonObject {
  if (disk["vhd"] !== undefined) return { caching: "None", createOption: "FromImage", ...disk };
  const attachedId = referenceAt(disk, "managedDisk");
  const known = attachedId === undefined ? undefined : requireDisk(draft, attachedId);
  const name = known?.body.name ?? textAt(disk, "name") ?? newName(draft, role);
  return {
    ...role.defaults,
    deleteOption: "Detach",
    ...disk,
    name,
    managedDisk: {
      ...objectAt(disk, "managedDisk"),
      storageAccountType: storageTypeOf(disk, known),
      id: known?.body.id ?? newId(draft, name),
    },
    diskSizeGB: disk["diskSizeGB"] ?? sizeOf(known) ?? role.sizeGb,
  };
}

function sizeOf(known: StoredResource | undefined): Json | undefined {
  return known?.body.properties?.["diskSizeGB"];
}

function storageTypeOf(disk: JsonObject, known: StoredResource | undefined): string {
  return (
    textAt(objectAt(disk, "managedDisk"), "storageAccountType") ??
    textAt(objectAt(known?.body, "sku"), "name") ??
    "Standard_LRS"
  );
}

function newName({ body, world }: WriteDraft, { suffix }: DiskRole): string {
  return `${body.name}_${suffix}_${world.ids.guid().replaceAll("-", "")}`;
}

function newId({ id, world }: WriteDraft, name: string): string {
  const asked = `/subscriptions/${id.subscriptionId}/resourceGroups/${id.resourceGroup}`;
  return `${world.store.get(asked)?.body.id ?? asked}/providers/${DISK}/${name}`;
}

function requireDisk({ body, world }: WriteDraft, diskId: string): StoredResource {
  const disk = world.store.get(diskId);
  if (disk === undefined) throw diskNotFound(diskId);
  const owner = textAt(disk.body, "managedBy");
  if (owner !== undefined && owner.toLowerCase() !== body.id.toLowerCase()) throw diskAttachedElsewhere(diskId, owner);
  return disk;
}

/** Azure's answer to a disk that is not there. */
export function diskNotFound(id: string): ArmError {
  const { resourceGroup } = parseResourceId(id);
  return new ArmError(404, "NotFound", `Disk ${resourceNameOf(id)} is not found.`, {
    target: `/resourceGroups/${resourceGroup}/disks`,
    cause: "service",
  });
}

/** Azure's answer to a disk that another VM has. */
export function diskAttachedElsewhere(diskId: string, owner: string): ArmError {
  return new ArmError(
    409,
    "ConflictingUserInput",
    `Disk '${diskId}' cannot be attached as it is already owned by VM '${owner}'.`,
    { cause: "service" },
  );
}
