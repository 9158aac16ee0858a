import { resourceKey } from "@azlin/core";
import { isGroup } from "../azure/resource-document.ts";
import type { CleanupFacts, OwnedResource } from "../facts/cleanup-facts.ts";
import { breakCycles } from "./break-cycles.ts";
import { findUses } from "./find-uses.ts";
import type { Before } from "./sort-graph.ts";

/** The resources of ours, who comes before whom, and who else uses them. */
export interface OrderedResources {
  /** Without groups, by key. */
  readonly resources: ReadonlyMap<string, OwnedResource>;
  /** Without cycles. */
  readonly before: Before;
  /** Ids of what is not ours and uses ours, by the key of what is used. */
  readonly foreignUsers: ReadonlyMap<string, readonly string[]>;
  readonly notes: readonly string[];
}

/** Finds out what has to be gone before what, and what of ours others use. Pure. */
export function orderResources({ owned, others }: CleanupFacts): OrderedResources {
  const resources = new Map(owned.filter((one) => !isGroup(one)).map((one) => [resourceKey(one.id), one]));
  const ids = new Map([...owned, ...others].map(({ id }) => [resourceKey(id), id]));
  const before = new Map<string, Set<string>>([...resources.keys()].map((key) => [key, new Set()]));
  const foreignUsers = new Map<string, string[]>();
  const addForeign = (used: string, userId: string): void => {
    foreignUsers.set(used, [...(foreignUsers.get(used) ?? []), userId]);
  };
  const { uses, unread } = findUses([...resources.values(), ...others]);
  for (const { user, used } of uses) {
    if (!resources.has(used)) continue;
    if (resources.has(user)) before.get(used)!.add(user);
    else addForeign(used, ids.get(user)!);
  }
  for (const { used, userId } of unread) if (resources.has(used)) addForeign(used, userId);
  const broken = breakCycles(before);
  return { resources, before: broken.before, foreignUsers, notes: broken.notes };
}
