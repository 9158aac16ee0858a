import { ArmError } from "../../arm/arm-error.ts";
import { defineResourceType, type ResourceType, type WriteDraft } from "../../arm/resource-type.ts";
import { ROOT_KEY_NAME } from "../../broker/namespace/shared-access-keys.ts";
import { objectAt, setDefaults, textAt } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { newKeys } from "./access-keys.ts";
import { NAMESPACE_KEYS_TYPE } from "./authorization-rule-types.ts";
import { brokerNamespaces } from "./broker-namespaces.ts";
import { checkNamespaceName } from "./namespace-name.ts";
import { API_VERSIONS, NAMESPACE_TYPE } from "./service-bus-contract.ts";

/** Service Bus namespaces. Each is served by the broker as soon as there is a client. */
export const namespaceType: ResourceType = defineResourceType({
  type: NAMESPACE_TYPE,
  apiVersions: API_VERSIONS,
  write: { created: 200, updated: 200, answer: "none" },
  remove: { status: 202, answer: "location" },
  prepare: prepareNamespace,
  written: ({ body }, { existing, world }) => {
    if (existing === undefined) addRootKey(body.id, world);
    brokerNamespaces(world).changed(body.id);
  },
  seeded: ({ body }, world) => addRootKey(body.id, world),
  deleted: ({ body }, world) => brokerNamespaces(world).changed(body.id),
});

function prepareNamespace({ body, existing, world }: WriteDraft): void {
  if (existing === undefined) refuseName(body.name, world);
  const tier = textAt(objectAt(body, "sku"), "name") ?? textAt(objectAt(existing?.body, "sku"), "name") ?? "Standard";
  body["sku"] = { ...objectAt(body, "sku"), name: tier, tier };
  setDefaults(body, { tags: {} });
  const now = new Date(world.clock.now()).toISOString();
  setDefaults(body.properties, {
    minimumTlsVersion: "1.2",
    publicNetworkAccess: "Enabled",
    disableLocalAuth: false,
    zoneRedundant: false,
  });
  Object.assign(body.properties, {
    serviceBusEndpoint: `https://${body.name}.servicebus.windows.net:443/`,
    metricId: `${body.id.split("/")[2]}:${body.name}`,
    createdAt: objectAt(existing?.body, "properties")["createdAt"] ?? now,
    updatedAt: now,
    status: "Active",
  });
}

function refuseName(name: string, world: World): void {
  const refusal = checkNamespaceName(world, name);
  if (refusal === undefined) return;
  throw new ArmError(refusal.reason === "NameInUse" ? 409 : 400, refusal.reason, refusal.message, { cause: "service" });
}

/** The policy that every namespace has from its first day. */
function addRootKey(namespaceId: string, world: World): StoredResource | undefined {
  const id = `${namespaceId}/authorizationRules/${ROOT_KEY_NAME}`;
  if (world.store.has(id)) return undefined;
  const properties = { rights: ["Listen", "Manage", "Send"] };
  return world.store.put({
    body: { id, name: ROOT_KEY_NAME, type: NAMESPACE_KEYS_TYPE, properties },
    internals: { keys: newKeys(world) },
  });
}
