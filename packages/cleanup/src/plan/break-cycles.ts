import { resourceNameOf, resourceTypeOf, tryParseResourceId } from "@azlin/core";
import { sortGraph, type Before } from "./sort-graph.ts";
import { rankOf } from "./type-order.ts";

/** A graph without cycles, and what was cut to get there. */
export interface BrokenCycles {
  readonly before: Before;
  readonly notes: readonly string[];
}

/** Cuts every cycle in front of the one that goes first by type, then by id. Pure. */
export function breakCycles(graph: Before): BrokenCycles {
  const before = new Map(graph);
  const notes: string[] = [];
  for (;;) {
    const { cycle } = sortGraph(before);
    if (cycle.length === 0) return { before, notes };
    const [first = ""] = cycle.toSorted(byTypeAndId);
    before.set(first, new Set([...before.get(first)!].filter((key) => !cycle.includes(key))));
    const names = cycle.toSorted().map(resourceNameOf);
    notes.push(`${names.join(" and ")} need each other: ${resourceNameOf(first)} goes first.`);
  }
}

function byTypeAndId(left: string, right: string): number {
  const byRank = placeOf(left) - placeOf(right);
  if (byRank !== 0) return byRank;
  return left < right ? -1 : 1;
}

function placeOf(key: string): number {
  const parsed = tryParseResourceId(key);
  return (parsed && rankOf(resourceTypeOf(parsed))) ?? Number.MAX_SAFE_INTEGER;
}
