import { ArmError } from "../../../arm/arm-error.ts";
import { invalidParameter } from "../../../arm/arm-errors.ts";
import type { WriteDraft } from "../../../arm/resource-type.ts";
import { objectAt, setDefaults, textAt, type JsonObject } from "../../../json/json.ts";
import { diskSizeOf } from "./disk-size.ts";
import { readDiskSource, type DiskSource } from "./disk-source.ts";

/** Checks a disk or snapshot that a client wrote and lays Azure's computed fields over it. */
export function prepareDisk(draft: WriteDraft): void {
  const { body, existing } = draft;
  const { properties } = body;
  const source = existing === undefined ? readDiskSource(draft) : knownSource(existing.body.properties);
  const sku = skuOf(body) ?? skuOf(existing?.body) ?? "Standard_LRS";
  body["sku"] = { name: sku, tier: sku.split("_")[0]! };
  if (existing?.body["managedBy"] !== undefined) body["managedBy"] = existing.body["managedBy"];
  Object.assign(properties, {
    creationData: source.creationData,
    ...diskSizeOf(readSize(draft, source), sku),
    ...lastingFacts(draft, source),
  });
  setDefaults(properties, {
    ...(source.osType !== undefined && { osType: source.osType }),
    ...(source.hyperVGeneration !== undefined && { hyperVGeneration: source.hyperVGeneration }),
    encryption: { type: "EncryptionAtRestWithPlatformKey" },
    networkAccessPolicy: "AllowAll",
    publicNetworkAccess: "Enabled",
  });
}

/** What a disk keeps from its first day on, and its state. */
function lastingFacts({ existing, world }: WriteDraft, source: DiskSource): JsonObject {
  const before = objectAt(existing?.body, "properties");
  return {
    timeCreated: before["timeCreated"] ?? world.clock.timestamp(),
    uniqueId: before["uniqueId"] ?? world.ids.guid(),
    diskState: before["diskState"] ?? firstState(source),
  };
}

function skuOf(body: JsonObject | undefined): string | undefined {
  return textAt(objectAt(body, "sku"), "name");
}

function knownSource(before: JsonObject | undefined): DiskSource {
  const osType = textAt(before, "osType");
  return {
    creationData: objectAt(before, "creationData"),
    sizeGb: Number(before?.["diskSizeGB"] ?? 0),
    ...(osType !== undefined && { osType }),
  };
}

function readSize({ body, existing }: WriteDraft, source: DiskSource): number {
  const asked = body.properties["diskSizeGB"];
  if (asked === undefined && source.sizeGb === undefined) {
    throw invalidParameter("disk.diskSizeGB", "Required parameter 'disk.diskSizeGB' is missing (null).");
  }
  const size = Number(asked ?? source.sizeGb);
  if (!Number.isInteger(size) || size < 0 || size > 65_536) {
    throw invalidParameter("disk.diskSizeGB", `Value '${size}' of parameter 'disk.diskSizeGB' is out of range.`);
  }
  if (existing === undefined || size >= (source.sizeGb ?? 0)) return size;
  throw new ArmError(
    400,
    "BadRequest",
    `The disk '${body.name}' cannot be made smaller: it has ${source.sizeGb} GB, ${size} GB were asked for.`,
    { cause: "service" },
  );
}

function firstState({ creationData }: DiskSource): string {
  return textAt(creationData, "createOption")?.toLowerCase() === "upload" ? "ReadyToUpload" : "Unattached";
}
