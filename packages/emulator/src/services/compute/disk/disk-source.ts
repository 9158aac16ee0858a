import { parseResourceId, resourceNameOf } from "@azlin/core";
import { ArmError } from "../../../arm/arm-error.ts";
import { invalidParameter } from "../../../arm/arm-errors.ts";
import type { WriteDraft } from "../../../arm/resource-type.ts";
import { objectAt, referenceAt, textAt, type JsonObject } from "../../../json/json.ts";
import type { World } from "../../../world/world.ts";

/** What a new disk or snapshot takes over from its source. */
export interface DiskSource {
  readonly creationData: JsonObject;
  readonly sizeGb?: number;
  readonly osType?: string;
  readonly hyperVGeneration?: string;
}

/** Size of an imported blob, whose true size nobody knows here. */
const IMPORTED_GB = 30;
const READERS: Readonly<Record<string, (draft: WriteDraft, creationData: JsonObject) => DiskSource>> = {
  empty: (_draft, creationData) => ({ creationData }),
  upload: (_draft, creationData) => ({
    creationData,
    sizeGb: Math.floor(Number(creationData["uploadSizeBytes"] ?? 0) / 1024 ** 3),
  }),
  import: (_draft, creationData) => ({ creationData, sizeGb: IMPORTED_GB }),
  fromimage: (_draft, creationData) => ({ creationData, sizeGb: IMPORTED_GB, osType: "Linux", hyperVGeneration: "V2" }),
  copy: copySource,
  copystart: copySource,
  restore: copySource,
};

/**
 * Reads `creationData`: empty, uploaded, from an image or a blob, or a copy of another disk or snapshot.
 *
 * @throws ArmError (`InvalidParameter`, `NotFound`).
 */
export function readDiskSource(draft: WriteDraft): DiskSource {
  const creationData = objectAt(draft.body.properties, "creationData");
  const option = textAt(creationData, "createOption");
  if (option === undefined) {
    throw invalidParameter("disk.creationData", "Required parameter 'disk.creationData' is missing (null).");
  }
  const read = READERS[option.toLowerCase()];
  if (read === undefined) {
    throw invalidParameter("creationData.createOption", `The value '${option}' of createOption is not valid.`);
  }
  return read(draft, creationData);
}

function copySource({ world }: WriteDraft, creationData: JsonObject): DiskSource {
  const sourceId = textAt(creationData, "sourceResourceId") ?? "";
  const source = world.store.get(sourceId);
  if (source === undefined) {
    if (world.settings.profile === "replay") return { creationData };
    throw sourceNotFound(sourceId);
  }
  const { properties } = source.body;
  const osType = textAt(properties, "osType");
  const hyperVGeneration = textAt(properties, "hyperVGeneration");
  return {
    creationData: { ...creationData, sourceUniqueId: properties?.["uniqueId"] ?? "" },
    sizeGb: Number(properties?.["diskSizeGB"] ?? IMPORTED_GB),
    ...(osType !== undefined && { osType }),
    ...(hyperVGeneration !== undefined && { hyperVGeneration }),
  };
}

/** Virtual machines that a disk, image or snapshot was asked from must be there. @throws ArmError (`NotFound`). */
export function requireSource(world: World, parent: JsonObject, member: string): string | undefined {
  const id = referenceAt(parent, member);
  if (id !== undefined && !world.store.has(id) && world.settings.profile !== "replay") throw sourceNotFound(id);
  return id;
}

function sourceNotFound(id: string): ArmError {
  const [name, type] = id.startsWith("/subscriptions/")
    ? [resourceNameOf(id), parseResourceId(id).types.at(-1) ?? "resource"]
    : [id, "resource"];
  return new ArmError(404, "NotFound", `Source resource '${name}' of type '${type}' is not found.`, {
    cause: "service",
  });
}
