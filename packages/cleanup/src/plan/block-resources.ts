import { resourceKey, resourceNameOf } from "@azlin/core";
import type { OwnedResource } from "../facts/cleanup-facts.ts";
import type { Blocker } from "./cleanup-plan.ts";
import { findBlockers, type BlockerContext } from "./find-blockers.ts";
import { sortGraph, type Before } from "./sort-graph.ts";

/** What keeps each resource, by key; resources that may go have no entry. */
export type Blocked = ReadonlyMap<string, readonly Blocker[]>;

/**
 * What keeps resources from being deleted, and with them all that they use: who stays needs what it has. Pure.
 *
 * @param before - without cycles.
 */
export function blockResources(
  resources: ReadonlyMap<string, OwnedResource>,
  before: Before,
  context: BlockerContext,
): Blocked {
  const blocked = new Map<string, readonly Blocker[]>();
  for (const key of sortGraph(before).order) {
    const own = findBlockers(resources.get(key)!, context);
    const kept = [...before.get(key)!].find((first) => blocked.has(first));
    const blockers = kept === undefined ? own : [...own, waitsFor(resources.get(kept)!.id)];
    if (blockers.length > 0) blocked.set(key, blockers);
  }
  return blocked;
}

/** The blocker of what comes after something that stays. */
export function waitsFor(id: string): Blocker {
  return { kind: "waits-for-kept", by: id, message: `'${resourceNameOf(resourceKey(id))}' stays and needs it.` };
}
