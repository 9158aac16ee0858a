import { defineResourceType, type ResourceType, type WriteDraft } from "../../arm/resource-type.ts";
import { readEntitySettings, toEntityProperties, type SettledKind } from "../../broker/admin/entity-properties.ts";
import { readRuleProperties, toRuleProperties } from "../../broker/admin/rule-properties.ts";
import { checkSettings } from "../../broker/namespace/check-settings.ts";
import { compileRule } from "../../broker/rules/compile-rule.ts";
import { DEFAULT_RULE } from "../../broker/rules/rule-definition.ts";
import { objectAt, type JsonObject } from "../../json/json.ts";
import type { ArmResource, StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { brokerNamespaces } from "./broker-namespaces.ts";
import {
  API_VERSIONS,
  QUEUE_TYPE,
  refusingAsArm,
  RULE_TYPE,
  SUBSCRIPTION_TYPE,
  TOPIC_TYPE,
} from "./service-bus-contract.ts";
import { runtimeProperties } from "./runtime-properties.ts";

const COMMON: Pick<ResourceType, "apiVersions" | "kind" | "write" | "remove" | "written" | "seeded" | "deleted"> = {
  apiVersions: API_VERSIONS,
  kind: "proxy",
  write: { created: 200, updated: 200, answer: "none" },
  remove: { status: 200, answer: "none" },
  written: ({ body }, { world }) => brokerNamespaces(world).changed(body.id),
  seeded: ({ body }, world) => brokerNamespaces(world).changed(body.id),
  deleted: ({ body }, world) => brokerNamespaces(world).changed(body.id),
};

/** Queues, topics, subscriptions and rules: the same that links attach to and the administration client sees. */
export const entityTypes: readonly ResourceType[] = [
  settledType(QUEUE_TYPE, "queue"),
  settledType(TOPIC_TYPE, "topic"),
  defineResourceType({
    ...settledType(SUBSCRIPTION_TYPE, "subscription"),
    written: ({ body }, { existing, world }) => {
      if (existing === undefined) addDefaultRule(body.id, world);
      brokerNamespaces(world).changed(body.id);
    },
  }),
  defineResourceType({ ...COMMON, type: RULE_TYPE, prepare: prepareRule }),
];

function settledType(type: string, kind: SettledKind): ResourceType {
  return defineResourceType({
    ...COMMON,
    type,
    prepare: (draft) => prepareEntity(kind, draft),
    view: (resource, { world }) => viewEntity(resource, world),
  });
}

function prepareEntity(kind: SettledKind, { body, existing, world }: WriteDraft): void {
  const settings = refusingAsArm(() => {
    const read = readEntitySettings(kind, body.properties);
    checkSettings(body.name, read);
    return read;
  });
  const now = new Date(world.clock.now()).toISOString();
  const { createdAt = now } = objectAt(existing?.body, "properties");
  const properties: JsonObject = { ...toEntityProperties(kind, settings), createdAt, updatedAt: now, accessedAt: now };
  for (const key of Object.keys(body.properties)) delete body.properties[key];
  Object.assign(body.properties, properties);
}

function viewEntity(resource: StoredResource, world: World): ArmResource {
  const { provisioningState: _state, ...properties } = resource.body.properties ?? {};
  const runtime = runtimeProperties(brokerNamespaces(world).entityOf(resource.body.id));
  return { ...resource.body, properties: { ...properties, ...runtime } };
}

function prepareRule({ body, world }: WriteDraft): void {
  const properties = refusingAsArm(() => {
    const rule = readRuleProperties(body.properties);
    compileRule(rule, world.ids.random);
    return toRuleProperties(rule);
  });
  for (const key of Object.keys(body.properties)) delete body.properties[key];
  Object.assign(body.properties, properties);
}

/** A subscription lets everything in until it is told otherwise. */
function addDefaultRule(subscriptionId: string, world: World): void {
  const id = `${subscriptionId}/rules/${DEFAULT_RULE}`;
  const properties = toRuleProperties({ filter: { kind: "true" } }) as JsonObject;
  world.store.put({ body: { id, name: DEFAULT_RULE, type: RULE_TYPE, properties } });
}
