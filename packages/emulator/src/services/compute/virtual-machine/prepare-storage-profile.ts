import type { WriteDraft } from "../../../arm/resource-type.ts";
import { objectAt, objectsAt, textAt, type JsonObject } from "../../../json/json.ts";
import { latestVersion } from "../catalog/images.ts";
import { prepareDataDisk, prepareOsDisk } from "./prepare-vm-disk.ts";

/** Image and disks of a VM: names and ids of disks to be created are chosen here, once it is stored they are made. */
export function prepareStorageProfile(draft: WriteDraft): void {
  const { body, existing, request } = draft;
  const before = objectAt(existing?.body.properties, "storageProfile");
  const sent = { ...before, ...objectAt(body.properties, "storageProfile") };
  const osDisk = prepareOsDisk(draft, { ...objectAt(before, "osDisk"), ...objectAt(sent, "osDisk") });
  const dataDisks = objectsAt(sent, "dataDisks").map((disk, index) =>
    prepareDataDisk(draft, withKnown(before, disk), index),
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
  return { exactVersion: version === "latest" ? latestVersion(image) : version };
}
