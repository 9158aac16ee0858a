import { BrokerError, entityExists, entityNotFound, invalidField } from "../broker-error.ts";
import type { QueueSettings } from "../entities/entity-settings.ts";
import { DEFAULT_RULE } from "../rules/rule-definition.ts";
import { SqlError } from "../sql/sql-error.ts";
import type { Queue } from "../namespace/queue.ts";
import type { Subscription } from "../namespace/subscription.ts";
import type { Topic } from "../namespace/topic.ts";
import { adminTarget, type AdminRequest, type AdminTarget } from "./admin-request.ts";
import { entryResponse, errorResponse } from "./atom.ts";
import { describeNamespace, timestamp } from "./describe-entity.ts";
import { readEntitySettings, type AnySettings, type SettledKind } from "./entity-properties.ts";
import { entityEntry, listEntities, ruleEntry } from "./list-entities.ts";
import { readRule } from "./rule-xml.ts";
import { readXml, xmlAt, type XmlObject, type XmlValue } from "./xml.ts";

/** Statuses of refusals, by condition. */
const STATUSES: Readonly<Record<string, number>> = {
  "amqp:not-found": 404,
  "com.microsoft:entity-already-exists": 409,
  "amqp:resource-limit-exceeded": 403,
  "amqp:unauthorized-access": 401,
};

type Target<K extends AdminTarget["kind"]> = Extract<AdminTarget, { kind: K }>;

/** Answers a request of the administration client: entities are made, told, listed, changed and deleted as Atom entries. */
export async function handleAdmin(request: AdminRequest): Promise<Response> {
  try {
    const target = adminTarget(request.url);
    switch (target.kind) {
      case "namespace":
        return namespaceInfo(request);
      case "list":
        return listEntities(request, target);
      case "entity":
      case "subscription":
        return await handleEntity(request, target);
      case "rule":
        return await handleRule(request, target);
    }
  } catch (error) {
    if (error instanceof SqlError) return errorResponse(400, error.message);
    if (error instanceof BrokerError) return errorResponse(STATUSES[error.condition] ?? 400, error.message);
    throw error;
  }
}

function namespaceInfo({ namespace, url }: AdminRequest): Response {
  return entryResponse(200, {
    url: `${url.origin}/$namespaceinfo`,
    title: namespace.name,
    updatedAt: timestamp(namespace.createdAtMs),
    description: describeNamespace(namespace),
  });
}

async function handleEntity(request: AdminRequest, target: Target<"entity" | "subscription">): Promise<Response> {
  const { namespace, method, url, isUpdate } = request;
  const known =
    target.kind === "entity" ? namespace.entity(target.name) : namespace.subscription(target.topic, target.name);
  if (method === "PUT") {
    if (known !== undefined && !isUpdate) throw entityExists(target.name);
    const made = known === undefined ? await create(request, target) : await change(request, known);
    return entryResponse(known === undefined ? 201 : 200, entityEntry(url.origin, made));
  }
  if (known === undefined) throw entityNotFound(`${namespace.name}:${target.name}`);
  if (method === "GET") return entryResponse(200, entityEntry(url.origin, known));
  namespace.remove(known);
  return new Response(null, { status: 200 });
}

async function create(
  { namespace, body }: AdminRequest,
  target: Target<"entity" | "subscription">,
): Promise<Queue | Topic | Subscription> {
  const { kind, settings, xml } = await readDescription(body);
  if (target.kind === "subscription") {
    const rule = xmlAt(xml, "DefaultRuleDescription");
    const rules = rule === undefined ? undefined : { [ruleName(rule)]: readRule(rule) };
    return namespace.createSubscription({ topic: target.topic, name: target.name }, settings, rules);
  }
  return kind === "topic" ? namespace.createTopic(target.name, settings) : namespace.createQueue(target.name, settings);
}

async function change({ namespace, body }: AdminRequest, entity: Queue | Topic | Subscription): Promise<typeof entity> {
  const { settings } = await readDescription(body);
  const { forwardTo, forwardDeadLettersTo } = settings;
  // What is absent in a change is taken away.
  namespace.update(entity, { ...settings, forwardTo, forwardDeadLettersTo } as Partial<QueueSettings>);
  return entity;
}

async function handleRule(
  { namespace, method, url, body, isUpdate }: AdminRequest,
  target: Target<"rule">,
): Promise<Response> {
  const subscription = namespace.subscription(target.topic, target.subscription);
  if (subscription === undefined) throw entityNotFound(`${target.topic}/Subscriptions/${target.subscription}`);
  const known = subscription.rule(target.name);
  if (method === "PUT") {
    if (known !== undefined && !isUpdate) throw entityExists(`${subscription.path}/Rules/${target.name}`);
    const { xml } = await readDescription(body);
    namespace.setRule(subscription, target.name, readRule(xml));
    return entryResponse(known === undefined ? 201 : 200, ruleEntry(url.origin, subscription, target.name));
  }
  if (known === undefined) throw entityNotFound(`${subscription.path}/Rules/${target.name}`);
  if (method === "GET") return entryResponse(200, ruleEntry(url.origin, subscription, target.name));
  namespace.removeRule(subscription, target.name);
  return new Response(null, { status: 200 });
}

interface Description {
  readonly kind: SettledKind;
  readonly settings: AnySettings;
  readonly xml: XmlObject;
}

/** The description in an entry: its kind, and the settings under Azure's names with a small first letter. */
async function readDescription(body: string): Promise<Description> {
  const content = xmlAt(await readXml(body), "entry", "content");
  const found = Object.entries((content ?? {}) as XmlObject).find(([name]) => name.endsWith("Description"));
  if (found === undefined) throw invalidField("The request body holds no description of an entity.");
  const [name, xml] = found as [string, XmlObject];
  const kind = ({ TopicDescription: "topic", SubscriptionDescription: "subscription" } as const)[name] ?? "queue";
  const properties = Object.entries(xml).map(([key, value]) => [key.charAt(0).toLowerCase() + key.slice(1), value]);
  return { kind, settings: readEntitySettings(kind, Object.fromEntries(properties) as Record<string, unknown>), xml };
}

function ruleName(rule: XmlValue): string {
  const name = xmlAt(rule, "Name");
  return typeof name === "string" && name !== "" ? name : DEFAULT_RULE;
}
