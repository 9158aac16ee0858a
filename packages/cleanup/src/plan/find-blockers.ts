import { parseResourceId, resourceKey, resourceNameOf } from "@azlin/core";
import { isGroup, tagOf } from "../azure/resource-document.ts";
import { saysYes } from "../cleanup-tags.ts";
import type { CleanupFacts, OwnedResource } from "../facts/cleanup-facts.ts";
import { lockOn } from "../facts/locks.ts";
import { groupIdOf } from "../facts/read-groups.ts";
import type { Blocker } from "./cleanup-plan.ts";

/** What resources are held against. */
export interface BlockerContext {
  readonly facts: CleanupFacts;
  /** Subscriptions in which may be deleted, in lower case. */
  readonly allowed: ReadonlySet<string>;
  /** Ids of what is not ours and uses ours, by the key of what is used. */
  readonly foreignUsers: ReadonlyMap<string, readonly string[]>;
}

/** What keeps a resource of ours, or a group, from being deleted. Pure. */
export function findBlockers(resource: OwnedResource, context: BlockerContext): Blocker[] {
  const found = [
    scopeBlocker(resource, context),
    lockBlocker(resource, context),
    tagBlocker(resource, context),
    typeBlocker(resource, context),
    contentBlocker(resource, context),
  ];
  const users = context.foreignUsers.get(resourceKey(resource.id)) ?? [];
  return [...found.filter((blocker) => blocker !== undefined), ...users.map(userBlocker)];
}

function scopeBlocker({ id }: OwnedResource, { allowed }: BlockerContext): Blocker | undefined {
  const { subscriptionId = "" } = parseResourceId(id);
  if (allowed.has(subscriptionId.toLowerCase())) return undefined;
  const message = "It lies in a subscription in which nothing may be deleted.";
  return { kind: "out-of-scope", by: `/subscriptions/${subscriptionId}`, message };
}

function lockBlocker({ id }: OwnedResource, { facts }: BlockerContext): Blocker | undefined {
  const lock = lockOn(id, facts.locks);
  if (lock === undefined) return undefined;
  const where = resourceKey(lock.scope) === resourceKey(id) ? "it" : `'${resourceNameOf(lock.scope)}'`;
  return { kind: "lock", by: lock.id, message: `The lock '${resourceNameOf(lock.id)}' on ${where} keeps it.` };
}

function tagBlocker(resource: OwnedResource, { facts }: BlockerContext): Blocker | undefined {
  const { keep } = facts.tags;
  const group = groupIdOf(resource.id);
  const around = facts.groups.find(({ id }) => group !== undefined && resourceKey(id) === resourceKey(group));
  const protector = [resource, around].find((one) => one !== undefined && saysYes(tagOf(one, keep)));
  if (protector === undefined) return undefined;
  const where = protector === resource ? "It" : "Its group";
  return { kind: "protected", by: protector.id, message: `${where} has the tag '${keep}'.` };
}

function typeBlocker({ id, type }: OwnedResource, { facts }: BlockerContext): Blocker | undefined {
  if (facts.apiVersions[type.toLowerCase()] !== undefined) return undefined;
  return { kind: "unknown-type", by: id, message: `Nobody knows an api-version for '${type}'.` };
}

function contentBlocker(resource: OwnedResource, { facts }: BlockerContext): Blocker | undefined {
  if (!isGroup(resource)) return undefined;
  const key = resourceKey(resource.id);
  const { contents = [] } = facts.groups.find(({ id }) => resourceKey(id) === key) ?? {};
  const ours = ownedKeys(facts);
  const foreign = contents.filter((id) => !ours.has(resourceKey(id)));
  if (foreign[0] === undefined) return undefined;
  const others = foreign.length === 1 ? "" : ` and ${foreign.length - 1} more`;
  const message = `It holds '${resourceNameOf(foreign[0])}'${others}, not of this cleanup.`;
  return { kind: "foreign-content", by: foreign[0], message };
}

function userBlocker(by: string): Blocker {
  return { kind: "foreign-user", by, message: `'${resourceNameOf(by)}', which is not of this cleanup, uses it.` };
}

const keysOf = new WeakMap<CleanupFacts, ReadonlySet<string>>();

/** Made once for all groups. */
function ownedKeys(facts: CleanupFacts): ReadonlySet<string> {
  const keys = keysOf.get(facts) ?? new Set(facts.owned.map(({ id }) => resourceKey(id)));
  keysOf.set(facts, keys);
  return keys;
}
