import { entityNotFound } from "../broker-error.ts";
import type { Namespace } from "../namespace/namespace.ts";
import { feedResponse, type AtomEntry } from "./atom.ts";
import type { AdminRequest, AdminTarget } from "./admin-request.ts";
import { describeEntity, timestamp } from "./describe-entity.ts";
import { describeRule } from "./rule-xml.ts";

/** Most that one page holds, as the service has it. */
const PAGE_SIZE = 100;

/** Answers a list, page by page. */
export function listEntities(
  { namespace, url }: AdminRequest,
  target: Extract<AdminTarget, { kind: "list" }>,
): Response {
  const entries = entriesOf(namespace, url.origin, target);
  const skip = Number(url.searchParams.get("$skip") ?? 0);
  const top = Math.min(Number(url.searchParams.get("$top") ?? PAGE_SIZE), PAGE_SIZE);
  const page = entries.slice(skip, skip + top);
  const next = new URL(url);
  next.searchParams.set("$skip", String(skip + page.length));
  next.searchParams.set("$top", String(top));
  return feedResponse(url.href, page, skip + page.length < entries.length ? next.href : undefined);
}

/** An entity as an entry. */
export function entityEntry(origin: string, entity: Parameters<typeof describeEntity>[0]): AtomEntry {
  return {
    url: `${origin}/${entity.path}?api-version=2021-05`,
    title: entity.name,
    updatedAt: timestamp(entity.updatedAtMs),
    description: describeEntity(entity),
  };
}

/** A rule as an entry. */
export function ruleEntry(
  origin: string,
  subscription: NonNullable<ReturnType<Namespace["subscription"]>>,
  name: string,
): AtomEntry {
  const createdAt = timestamp(subscription.createdAtMs);
  return {
    url: `${origin}/${subscription.path}/Rules/${name}?api-version=2021-05`,
    title: name,
    updatedAt: createdAt,
    description: describeRule(name, subscription.rule(name)!, createdAt),
  };
}

function entriesOf(namespace: Namespace, origin: string, target: Extract<AdminTarget, { kind: "list" }>): AtomEntry[] {
  if (target.of === "queues" || target.of === "topics") {
    const kind = target.of === "queues" ? "queue" : "topic";
    return namespace.entities.filter((entity) => entity.kind === kind).map((entity) => entityEntry(origin, entity));
  }
  const topic = namespace.requireTopic(target.topic);
  if (target.of === "subscriptions") {
    return [...topic.subscriptions.values()].map((subscription) => entityEntry(origin, subscription));
  }
  const subscription = topic.subscription(target.subscription);
  if (subscription === undefined) throw entityNotFound(`${target.topic}/Subscriptions/${target.subscription}`);
  return [...subscription.rules.keys()].map((name) => ruleEntry(origin, subscription, name));
}
