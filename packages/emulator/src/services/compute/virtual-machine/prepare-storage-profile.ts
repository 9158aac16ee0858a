import { parseResourceId, resourceNameOf } from "@azlin/core";
import { ArmError } from "../../../arm/arm-error.ts";
import type { WriteDraft } from "../../../arm/resource-type.ts";
import { objectAt, objectsAt, referenceAt, textAt, type JsonObject } from "../../../json/json.ts";

const DISK = "Microsoft.Compute/disks";

/**
 * Disks of a VM: names and ids of those to be created are chosen here, and {@link createDisks} makes them once the
 * VM is stored. Disks with a `vhd` are blobs, not resources.
 */
export function prepareStorageProfile(draft: WriteDraft): void {
  const { body, existing, request } = draft;
  const before = objectAt(existing?.body.properties, "storageProfile");
  const sent = { ...before, ...objectAt(body.properties, "storageProfile") };
  const osDisk = prepareDisk(draft, { ...objectAt(before, "osDisk"), ...objectAt(sent, "osDisk") }, 1);
  const dataDisks = objectsAt(sent, "dataDisks").map((disk, index) =>
    prepareDisk(draft, withKnown(before, disk), index + 2),
  );
  const image = objectAt(sent, "imageReference");
  body.properties["storageProfile"] = {
    ...sent,
    ...(Object.keys(image).length > 0 && {
      imageReference: { ...image, ...(request.apiVersion >= "2020-06-01" && exactVersion(image)) },
    }),
    osDisk: { osType: osTypeOf(draft, osDisk), ...osDisk },
    dataDisks,
    ...(request.apiVersion >= "2022-03-01" && { diskControllerType: sent["diskControllerType"] ?? "SCSI" }),
  };
}

/** A data disk that is there already keeps what the client did not send again. */
function withKnown(before: JsonObject, disk: JsonObject): JsonObject {
  return { ...objectsAt(before, "dataDisks").find((known) => known["lun"] === disk["lun"]), ...disk };
}

function prepareDisk(draft: WriteDraft, disk: JsonObject, position: number): JsonObject {
  const { body, id, world } = draft;
  const isOsDisk = position === 1;
  if (disk["vhd"] !== undefined) return { caching: "None", createOption: "FromImage", ...disk };
  const attachedId = referenceAt(disk, "managedDisk");
  const known = attachedId === undefined ? undefined : world.store.get(attachedId);
  if (attachedId !== undefined && known === undefined) throw diskNotFound(attachedId);
  if (known !== undefined) refuseIfAttachedElsewhere(draft, known.body.id, textAt(known.body, "managedBy"));
  const name =
    (attachedId === undefined ? textAt(disk, "name") : resourceNameOf(attachedId)) ??
    `${body.name}_${isOsDisk ? "OsDisk" : "DataDisk"}_${position - (isOsDisk ? 0 : 2)}_${world.ids.guid().replaceAll("-", "")}`;
  const diskId = `/subscriptions/${id.subscriptionId}/resourceGroups/${groupName(draft)}/providers/${DISK}/${name}`;
  const sku = objectAt(disk, "managedDisk")["storageAccountType"] ?? objectAt(known?.body, "sku")["name"];
  return {
    caching: isOsDisk ? "ReadWrite" : "None",
    createOption: isOsDisk ? "FromImage" : "Empty",
    ...disk,
    name,
    managedDisk: {
      ...objectAt(disk, "managedDisk"),
      storageAccountType: sku ?? "Standard_LRS",
      id: attachedId ?? diskId,
    },
    deleteOption: disk["deleteOption"] ?? "Detach",
    diskSizeGB: disk["diskSizeGB"] ?? known?.body.properties?.["diskSizeGB"] ?? (isOsDisk ? 30 : 32),
    ...(!isOsDisk && { toBeDetached: false }),
  };
}

function groupName({ world, id }: WriteDraft): string {
  const asked = `/subscriptions/${id.subscriptionId}/resourceGroups/${id.resourceGroup}`;
  return world.store.get(asked)?.body.name ?? id.resourceGroup ?? "";
}

function osTypeOf({ body }: WriteDraft, osDisk: JsonObject): string {
  const declared = textAt(osDisk, "osType");
  if (declared !== undefined) return declared;
  const osProfile = objectAt(body.properties, "osProfile");
  const publisher = textAt(objectAt(objectAt(body.properties, "storageProfile"), "imageReference"), "publisher") ?? "";
  return osProfile["windowsConfiguration"] !== undefined || /windows/i.test(publisher) ? "Windows" : "Linux";
}

function exactVersion(image: JsonObject): JsonObject {
  const version = textAt(image, "version");
  if (version === undefined) return {};
  return { exactVersion: version === "latest" ? "24.04.202511010" : version };
}

function diskNotFound(id: string): ArmError {
  const { resourceGroup } = parseResourceId(id);
  return new ArmError(404, "NotFound", `Disk ${resourceNameOf(id)} is not found.`, {
    target: `/resourceGroups/${resourceGroup}/disks`,
    cause: "service",
  });
}

function refuseIfAttachedElsewhere({ body }: WriteDraft, diskId: string, owner: string | undefined): void {
  if (owner === undefined || owner.toLowerCase() === body.id.toLowerCase()) return;
  throw new ArmError(
    409,
    "ConflictingUserInput",
    `Disk '${diskId}' cannot be attached as it is already owned by VM '${owner}'.`,
    { cause: "service" },
  );
}
