import { ArmError } from "../../../arm/arm-error.ts";
import type { WriteDraft } from "../../../arm/resource-type.ts";
import { objectAt, textAt } from "../../../json/json.ts";
import { checkNetworkProfile } from "./prepare-network-profile.ts";
import { prepareOsProfile } from "./prepare-os-profile.ts";
import { prepareStorageProfile } from "./prepare-storage-profile.ts";
import { checkSpot } from "./check-spot.ts";
import { checkSize } from "./check-size.ts";

/** Checks a VM that a client wrote and lays Azure's computed fields and defaults over it. */
export function prepareVm(draft: WriteDraft): void {
  const { body, existing, world } = draft;
  const { properties } = body;
  const before = existing?.body.properties;
  if (existing === undefined) refuseOverlongName(body.name, draft);
  delete properties["instanceView"];
  delete body["resources"];
  properties["vmId"] = before?.["vmId"] ?? world.ids.guid();
  properties["timeCreated"] = before?.["timeCreated"] ?? world.clock.timestamp();
  properties["hardwareProfile"] ??= before?.["hardwareProfile"];
  checkSpot(draft);
  checkSize(draft);
  prepareStorageProfile(draft);
  prepareOsProfile(draft);
  checkNetworkProfile(draft);
  prepareIdentity(draft);
  if (existing !== undefined) body["etag"] = nextEtag(existing.body["etag"]);
  else body["etag"] = '"1"';
}

function prepareIdentity({ body, existing, world }: WriteDraft): void {
  const type = textAt(objectAt(body, "identity"), "type");
  if (type === undefined) return;
  const before = objectAt(existing?.body, "identity");
  const isSystem = type.toLowerCase().includes("systemassigned");
  body["identity"] = {
    ...objectAt(body, "identity"),
    ...(isSystem && {
      principalId: before["principalId"] ?? world.ids.guid(),
      tenantId: world.settings.tenantId,
    }),
  };
}

function nextEtag(etag: unknown): string {
  const number = typeof etag === "string" ? Number(etag.replaceAll('"', "")) : 0;
  return `"${(Number.isFinite(number) ? number : 0) + 1}"`;
}

function refuseOverlongName(name: string, { body }: WriteDraft): void {
  const osType = textAt(objectAt(objectAt(body.properties, "storageProfile"), "osDisk"), "osType");
  const limit = osType === "Windows" ? 15 : 64;
  if (name.length <= limit && /^[^\\/"[\]:|<>+=;,?*@&~!#$%^()_{}' ][^\\/"[\]:|<>+=;,?*@&~!#$%^(){}']*$/.test(name))
    return;
  throw new ArmError(
    400,
    "InvalidParameter",
    `The entity name 'vmName' is invalid according to its validation rule: ^[^_\\W][\\w-._]{0,79}(?<![-.])$.`,
    { target: "vmName", cause: "service" },
  );
}
