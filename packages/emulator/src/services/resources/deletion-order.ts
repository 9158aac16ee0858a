import { resourceKey } from "@azlin/core";
import { textAt } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";

/** Segments of a key up to and with the name of a resource that lies in no other: `/subscriptions/…/{type}/{name}`. */
const TOP_LEVEL_SEGMENTS = 9;

/**
 * The resources of a group in the order in which they go: first what nothing in the group refers to, then what only
 * those referred to, and so on. What manages another goes before it. Rings of references go last, together.
 */
export function deletionWaves(world: World, groupId: string): StoredResource[][] {
  const left = new Map(groupMembers(world, groupId).map((member) => [resourceKey(member.body.id), member]));
  const referrers = new Map(Array.from(left, ([key, member]) => [key, referrersWithin(world, member, left)]));
  const waves: StoredResource[][] = [];
  while (left.size > 0) {
    const free = [...left.keys()].filter((key) => !referrers.get(key)!.some((referrer) => left.has(referrer)));
    const keys = free.length > 0 ? free : [...left.keys()];
    waves.push(keys.map((key) => left.get(key)!));
    for (const key of keys) left.delete(key);
  }
  return waves;
}

/** The resources of a group that lie in no other; what is tied to the group itself goes with it. */
export function groupMembers(world: World, groupId: string): StoredResource[] {
  return [...world.store.below(groupId)].filter(({ body }) => {
    const definition = world.types.get(body.type);
    if (definition?.kind === "proxy" || definition?.scope === "extension") return false;
    return body.id.split("/").length === TOP_LEVEL_SEGMENTS;
  });
}

function referrersWithin(
  world: World,
  member: StoredResource,
  members: ReadonlyMap<string, StoredResource>,
): readonly string[] {
  const own = resourceKey(member.body.id);
  const keys = Array.from(world.store.referrers(member.body.id), ({ body }) => topLevelKey(body.id));
  return keys.filter((key) => key !== own && members.has(key) && !isManagedBy(members.get(key)!, own));
}

function topLevelKey(id: string): string {
  return resourceKey(id).split("/").slice(0, TOP_LEVEL_SEGMENTS).join("/");
}

/** What is managed names its manager, and goes after it all the same. */
function isManagedBy({ body }: StoredResource, managerKey: string): boolean {
  const manager = textAt(body, "managedBy");
  return manager !== undefined && resourceKey(manager) === managerKey;
}
