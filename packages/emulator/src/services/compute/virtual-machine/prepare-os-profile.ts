import type { WriteDraft } from "../../../arm/resource-type.ts";
import { objectAt, type JsonObject } from "../../../json/json.ts";

/** The OS profile: secrets are taken out of the document, and Azure's defaults filled in. */
export function prepareOsProfile({ body, existing, internals, request }: WriteDraft): void {
  const { properties } = body;
  if (properties["osProfile"] === undefined) {
    const before = existing?.body.properties?.["osProfile"];
    if (before !== undefined) properties["osProfile"] = before;
    return;
  }
  const { adminPassword: _secret, customData, ...profile } = objectAt(properties, "osProfile");
  if (typeof customData === "string") internals["customData"] = customData;
  properties["osProfile"] = {
    ...profile,
    ...configurationOf(profile),
    ...versionedDefaults(profile, request.apiVersion),
  };
}

function configurationOf(profile: JsonObject): JsonObject {
  return profile["windowsConfiguration"] === undefined
    ? { linuxConfiguration: linuxDefaults(objectAt(profile, "linuxConfiguration")) }
    : { windowsConfiguration: windowsDefaults(objectAt(profile, "windowsConfiguration")) };
}

/** Some members came with an api-version; older answers do not have them. */
function versionedDefaults(profile: JsonObject, apiVersion: string): JsonObject {
  return {
    secrets: profile["secrets"] ?? [],
    ...(apiVersion >= "2018-06-01" && { allowExtensionOperations: profile["allowExtensionOperations"] ?? true }),
    ...(apiVersion >= "2019-03-01" && { requireGuestProvisionSignal: profile["requireGuestProvisionSignal"] ?? true }),
  };
}

function linuxDefaults(sent: JsonObject): JsonObject {
  return {
    disablePasswordAuthentication: false,
    ...sent,
    provisionVMAgent: sent["provisionVMAgent"] ?? true,
    patchSettings: { patchMode: "ImageDefault", assessmentMode: "ImageDefault", ...objectAt(sent, "patchSettings") },
  };
}

function windowsDefaults(sent: JsonObject): JsonObject {
  return { provisionVMAgent: true, enableAutomaticUpdates: true, ...sent };
}
