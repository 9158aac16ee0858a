/** What goes before what: keys, each with the keys that come first. */
export type Before = ReadonlyMap<string, ReadonlySet<string>>;

/** A graph in order. */
export interface SortedGraph {
  /** Every key after all that come before it; ties in the order of the graph. */
  readonly order: readonly string[];
  /** Keys that come before one another, when there are such; empty when all could be ordered. */
  readonly cycle: readonly string[];
}

/** Puts a graph into an order in which it can be walked, or finds a cycle in it. Pure. */
export function sortGraph(before: Before): SortedGraph {
  const following = new Map<string, string[]>();
  const missing = new Map<string, number>();
  for (const [key, first] of before) {
    const known = [...first].filter((one) => before.has(one));
    missing.set(key, known.length);
    for (const one of known) following.set(one, [...(following.get(one) ?? []), key]);
  }
  const order = [...before.keys()].filter((key) => missing.get(key) === 0);
  for (const key of order) {
    for (const next of following.get(key) ?? []) {
      const left = missing.get(next)! - 1;
      missing.set(next, left);
      if (left === 0) order.push(next);
    }
  }
  return { order, cycle: order.length === before.size ? [] : cycleIn(before, new Set(order)) };
}

/** Goes back from one that could not be ordered until one comes again. */
function cycleIn(before: Before, ordered: ReadonlySet<string>): string[] {
  const path: string[] = [];
  let key = [...before.keys()].find((one) => !ordered.has(one))!;
  while (!path.includes(key)) {
    path.push(key);
    key = [...before.get(key)!].find((one) => before.has(one) && !ordered.has(one))!;
  }
  return path.slice(path.indexOf(key));
}
