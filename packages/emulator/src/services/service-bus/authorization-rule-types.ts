import { ArmError } from "../../arm/arm-error.ts";
import type { ArmResponse } from "../../arm/arm-request.ts";
import { defineResourceType, type ActionCall, type ResourceType, type WriteDraft } from "../../arm/resource-type.ts";
import { newSharedAccessKey } from "../../broker/generated-keys.ts";
import { textAt, textsAt } from "../../json/json.ts";
import { keysOf, newKeys } from "./access-keys.ts";
import { API_VERSIONS, NAMESPACE_TYPE, QUEUE_TYPE, TOPIC_TYPE } from "./service-bus-contract.ts";

/** Type of a namespace's own shared access policies. */
export const NAMESPACE_KEYS_TYPE = `${NAMESPACE_TYPE}/AuthorizationRules`;
/** Types of the shared access policies of queues and topics. */
export const ENTITY_KEYS_TYPES = [`${QUEUE_TYPE}/authorizationRules`, `${TOPIC_TYPE}/authorizationRules`] as const;

const RIGHTS = ["Listen", "Manage", "Send"];

/** Shared access policies: of a namespace, and of its queues and topics. */
export const authorizationRuleTypes: readonly ResourceType[] = [NAMESPACE_KEYS_TYPE, ...ENTITY_KEYS_TYPES].map((type) =>
  defineResourceType({
    type,
    apiVersions: API_VERSIONS,
    kind: "proxy",
    write: { created: 200, updated: 200, answer: "none" },
    remove: { status: 200, answer: "none" },
    actions: {
      listKeys: { answer: "sync", run: listKeys },
      regenerateKeys: { answer: "sync", run: regenerateKeys },
    },
    prepare: prepareRule,
  }),
);

function prepareRule({ body, internals, world }: WriteDraft): void {
  const rights = textsAt(body.properties, "rights");
  const isComplete = !rights.includes("Manage") || rights.length === RIGHTS.length;
  if (rights.length === 0 || !isComplete || rights.some((right) => !RIGHTS.includes(right))) {
    throw new ArmError(400, "BadRequest", "Rights are Listen, Send and Manage; Manage needs the other two.", {
      cause: "service",
    });
  }
  delete body.properties["provisioningState"];
  internals["keys"] ??= newKeys(world);
}

function listKeys({ resource, world }: ActionCall): ArmResponse {
  const { primaryKey, secondaryKey } = keysOf(resource, world);
  const segments = resource.body.id.split("/");
  const entity = segments.length > 11 ? `;EntityPath=${segments[10]}` : "";
  const connectionString = (key: string): string =>
    `Endpoint=sb://${segments[8]}.servicebus.windows.net/;SharedAccessKeyName=${resource.body.name};SharedAccessKey=${key}${entity}`;
  return {
    status: 200,
    body: {
      primaryConnectionString: connectionString(primaryKey),
      secondaryConnectionString: connectionString(secondaryKey),
      primaryKey,
      secondaryKey,
      keyName: resource.body.name,
    },
  };
}

function regenerateKeys(call: ActionCall): ArmResponse {
  const { resource, world, request } = call;
  const type = textAt(request.body, "keyType");
  if (type !== "PrimaryKey" && type !== "SecondaryKey") {
    throw new ArmError(400, "BadRequest", "The key type is none of PrimaryKey and SecondaryKey.", { cause: "service" });
  }
  const name = type === "PrimaryKey" ? "primaryKey" : "secondaryKey";
  const fresh = textAt(request.body, "key") ?? newSharedAccessKey(world.ids.random);
  const keys = { ...keysOf(resource, world), [name]: fresh };
  return listKeys({
    ...call,
    resource: world.store.put({ body: resource.body, internals: { ...resource.internals, keys } }),
  });
}
