import { resourceKey, resourceNameOf } from "@azlin/core";
import { groupIdOf } from "../facts/read-groups.ts";
import type { OwnedResource } from "../facts/cleanup-facts.ts";
import type { Blocked } from "./block-resources.ts";
import { sortGraph, type Before } from "./sort-graph.ts";

/** Resources put together into groups that go as one. */
export interface GroupedResources {
  /** Keys of the members, by the key of the group. */
  readonly whole: ReadonlyMap<string, readonly string[]>;
  /** What comes before what: keys of whole groups stand for their members. Without cycles. */
  readonly before: Before;
  readonly notes: readonly string[];
}

/**
 * Puts resources together into the groups that can go as one: the group and everything in it may go, and no two groups
 * have to come before each other. Pure.
 *
 * @param groups - groups of ours that may go, by key.
 */
export function groupResources(
  before: Before,
  groups: ReadonlyMap<string, OwnedResource>,
  blocked: Blocked,
): GroupedResources {
  const whole = membersByGroup(before, groups);
  for (const [group, members] of whole) if (members.some((key) => blocked.has(key))) whole.delete(group);
  const notes: string[] = [];
  for (;;) {
    const contracted = contract(before, whole);
    const { cycle } = sortGraph(contracted);
    if (cycle.length === 0) return { whole, before: contracted, notes };
    // Resources alone have no cycles: there is a group among them.
    const dissolved = cycle.filter((key) => whole.has(key)).toSorted()[0]!;
    whole.delete(dissolved);
    notes.push(`Group '${resourceNameOf(dissolved)}' does not go as one: it and others need parts of each other.`);
  }
}

function membersByGroup(before: Before, groups: ReadonlyMap<string, OwnedResource>): Map<string, string[]> {
  const members = new Map<string, string[]>([...groups.keys()].map((key) => [key, []]));
  for (const key of before.keys()) members.get(resourceKey(groupIdOf(key) ?? ""))?.push(key);
  return members;
}

/** The graph with one node for each whole group. */
function contract(before: Before, whole: ReadonlyMap<string, readonly string[]>): Before {
  const place = new Map([...whole].flatMap(([group, members]) => members.map((key) => [key, group] as const)));
  const contracted = new Map<string, Set<string>>([...whole.keys()].map((group) => [group, new Set()]));
  for (const [key, first] of before) {
    const node = place.get(key) ?? key;
    const comesFirst = contracted.get(node) ?? new Set();
    for (const one of first) if ((place.get(one) ?? one) !== node) comesFirst.add(place.get(one) ?? one);
    contracted.set(node, comesFirst);
  }
  return contracted;
}
