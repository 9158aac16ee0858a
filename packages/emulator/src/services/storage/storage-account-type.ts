import { ArmError } from "../../arm/arm-error.ts";
import { REGIONS } from "../../arm/locations.ts";
import { defineResourceType, type ResourceType, type WriteDraft } from "../../arm/resource-type.ts";
import { objectAt, setDefaults, textAt, type JsonObject } from "../../json/json.ts";
import { accountKeyActions, newAccountKeys } from "./account-keys.ts";
import { checkAccountName } from "./account-name.ts";

/** Storage accounts: their resource, not their data. */
export const storageAccountType: ResourceType = defineResourceType({
  type: "Microsoft.Storage/storageAccounts",
  apiVersions: [
    "2025-08-01",
    "2024-01-01",
    "2023-05-01",
    "2022-09-01",
    "2021-04-01",
    "2019-06-01",
    "2018-07-01",
    "2017-10-01",
    "2016-01-01",
  ],
  write: {
    created: 202,
    updated: 200,
    answer: "location",
    bodyless: true,
    transitional: { created: "Creating", updated: "Succeeded" },
  },
  patch: { created: 200, updated: 200, answer: "none" },
  remove: { status: 200, answer: "none" },
  actions: accountKeyActions,
  prepare: prepareAccount,
});

function prepareAccount(draft: WriteDraft): void {
  const { body, existing, world, internals, request } = draft;
  if (existing === undefined) refuseName(draft);
  const sku = textAt(objectAt(body, "sku"), "name") ?? "Standard_LRS";
  body["sku"] = { name: sku, tier: sku.split("_")[0]! };
  setDefaults(body, { kind: request.apiVersion < "2019-04-01" ? "Storage" : "StorageV2", tags: {} });
  internals["keys"] ??= newAccountKeys(world);
  Object.assign(body.properties, {
    creationTime: objectAt(existing?.body, "properties")["creationTime"] ?? world.clock.timestamp(),
    primaryEndpoints: endpointsOf(body.name),
    primaryLocation: body.location,
    statusOfPrimary: "available",
    ...secondaryOf(body.name, body.location, sku),
  });
  if (request.apiVersion >= "2017-06-01") defaultSecurity(draft, body.properties);
}

function defaultSecurity({ world }: WriteDraft, properties: JsonObject): void {
  const service = { enabled: true, keyType: "Account", lastEnabledTime: world.clock.timestamp() };
  setDefaults(properties, {
    supportsHttpsTrafficOnly: true,
    minimumTlsVersion: "TLS1_2",
    allowBlobPublicAccess: false,
    accessTier: "Hot",
    privateEndpointConnections: [],
    networkAcls: { bypass: "AzureServices", virtualNetworkRules: [], ipRules: [], defaultAction: "Allow" },
    encryption: { services: { file: service, blob: service }, keySource: "Microsoft.Storage" },
  });
}

function endpointsOf(name: string): JsonObject {
  const services = ["blob", "queue", "table", "file", "dfs", "web"];
  return Object.fromEntries(
    services.map((service) => [
      service,
      service === "web" ? `https://${name}.z5.web.core.windows.net/` : `https://${name}.${service}.core.windows.net/`,
    ]),
  );
}

/** Accounts that are kept in a second region tell it. */
function secondaryOf(name: string, location: string | undefined, sku: string): JsonObject {
  if (!/GRS|GZRS/.test(sku)) return {};
  const secondaryLocation = REGIONS.find((region) => region.name === location)?.pairedRegion ?? "westus";
  return {
    secondaryLocation,
    statusOfSecondary: "available",
    ...(sku.includes("_RA") && { secondaryEndpoints: endpointsOf(`${name}-secondary`) }),
  };
}

function refuseName({ body, world }: WriteDraft): void {
  const refusal = checkAccountName(world, body.name);
  if (refusal === undefined) return;
  const code = refusal.reason === "AlreadyExists" ? "StorageAccountAlreadyTaken" : refusal.reason;
  throw new ArmError(code === "StorageAccountAlreadyTaken" ? 409 : 400, code, refusal.message, { cause: "service" });
}
