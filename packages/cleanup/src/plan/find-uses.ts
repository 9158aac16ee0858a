import { parseResourceId, resourceKey, resourceTypeOf } from "@azlin/core";
import type { ResourceDocument } from "../azure/resource-document.ts";
import { referencesOf } from "./references.ts";
import { goesAfterChildren, isObserver, rankOf } from "./type-order.ts";

/** That one resource has to be gone before another can go. Both are keys. */
export interface Use {
  readonly user: string;
  readonly used: string;
}

/** A resource of ours that something uses which nobody has read: it lies in a group that holds nothing of ours. */
export interface UnreadUser {
  readonly userId: string;
  readonly used: string;
}

/** Who uses whom. */
export interface Uses {
  readonly uses: readonly Use[];
  readonly unread: readonly UnreadUser[];
}

/** Segments of the key of a resource that lies in no other. */
const SEGMENTS_OF_A_RESOURCE = 9;

/**
 * Who uses whom, read from the resources themselves: ids in their properties, owners, parents and what extends what. When
 * both of a pair name each other, or only the used one does, the order of their types decides. Pure.
 */
export function findUses(documents: readonly ResourceDocument[]): Uses {
  const byKey = new Map(documents.map((document) => [resourceKey(document.id), document]));
  const uses: Use[] = [];
  const unread: UnreadUser[] = [];
  for (const [key, document] of byKey) {
    uses.push(...structuralUses(key, document, byKey));
    for (const [named, namedId] of referencesOf(document)) {
      const other = byKey.get(named);
      if (isKin(key, named)) continue;
      if (other !== undefined) uses.push(...usesBetween({ key, document }, { key: named, document: other }));
      else if (isUserByType(named, document.type)) unread.push({ userId: namedId, used: key });
    }
  }
  return { uses, unread };
}

/** Its owner goes before it; its parent takes it along, or goes after it; what extends it goes before it. */
function structuralUses(
  key: string,
  { id, managedBy }: ResourceDocument,
  byKey: ReadonlyMap<string, ResourceDocument>,
): Use[] {
  const uses: Use[] = [];
  const owner = managedBy === null ? undefined : resourceKey(managedBy);
  if (owner !== undefined && owner !== key && byKey.has(owner)) uses.push({ user: owner, used: key });
  const { scope } = parseResourceId(id);
  const extended = scope === undefined ? undefined : resourceKey(scope);
  if (extended !== undefined && byKey.has(extended)) uses.push({ user: key, used: extended });
  const parent = parentOf(key, byKey);
  if (parent === undefined) return uses;
  const isFirst = goesAfterChildren(byKey.get(parent)!.type);
  return [...uses, isFirst ? { user: key, used: parent } : { user: parent, used: key }];
}

/** The nearest resource of the set that this one lies in. */
function parentOf(key: string, byKey: ReadonlyMap<string, ResourceDocument>): string | undefined {
  const segments = key.split("/").slice(0, -2);
  for (; segments.length >= SEGMENTS_OF_A_RESOURCE; segments.splice(-2)) {
    const parent = segments.join("/");
    if (byKey.has(parent)) return parent;
  }
  return undefined;
}

interface Node {
  readonly key: string;
  readonly document: ResourceDocument;
}

/** Who of two goes first when one names the other. */
function usesBetween(namer: Node, named: Node): Use[] {
  if (isObserver(namer.document.type)) return [];
  const [left, right] = [rankOf(namer.document.type), rankOf(named.document.type)];
  const isKnown = left !== undefined && right !== undefined;
  // Peers, such as two networks that know each other, do not wait for one another.
  if (isKnown && left === right) return [];
  const isTurned = isKnown && left > right;
  return [isTurned ? { user: named.key, used: namer.key } : { user: namer.key, used: named.key }];
}

function isUserByType(key: string, usedType: string): boolean {
  const rank = rankOf(resourceTypeOf(parseResourceId(key)));
  const usedRank = rankOf(usedType);
  return rank !== undefined && usedRank !== undefined && rank < usedRank;
}

function isKin(key: string, other: string): boolean {
  return key.startsWith(`${other}/`) || other.startsWith(`${key}/`);
}
