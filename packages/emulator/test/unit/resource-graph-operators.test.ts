import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { queryRows } from "./resource-graph-query.ts";

const word = fc.stringMatching(/^[a-zA-Z0-9 ._/-]{0,8}$/);
const rows = fc.array(fc.record({ name: word, size: fc.integer({ min: -5, max: 5 }) }), {
  minLength: 1,
  maxLength: 20,
});

function quoted(text: string): string {
  return `'${text.replaceAll("\\", "\\\\").replaceAll("'", String.raw`\'`)}'`;
}

type Row = { readonly name: string; readonly size: number };
type TextTest = (text: string, pattern: string) => boolean;

function terms(text: string): string[] {
  return text.split(/[^a-zA-Z0-9]+/);
}

const TEXT_OPERATORS: readonly (readonly [string, TextTest])[] = [
  ["==", (text, pattern) => text === pattern],
  ["!=", (text, pattern) => text !== pattern],
  ["=~", (text, pattern) => text.toLowerCase() === pattern.toLowerCase()],
  ["!~", (text, pattern) => text.toLowerCase() !== pattern.toLowerCase()],
  ["contains", (text, pattern) => text.toLowerCase().includes(pattern.toLowerCase())],
  ["!contains", (text, pattern) => !text.toLowerCase().includes(pattern.toLowerCase())],
  ["contains_cs", (text, pattern) => text.includes(pattern)],
  ["!contains_cs", (text, pattern) => !text.includes(pattern)],
  ["startswith", (text, pattern) => text.toLowerCase().startsWith(pattern.toLowerCase())],
  ["!startswith", (text, pattern) => !text.toLowerCase().startsWith(pattern.toLowerCase())],
  ["startswith_cs", (text, pattern) => text.startsWith(pattern)],
  ["!startswith_cs", (text, pattern) => !text.startsWith(pattern)],
  ["endswith", (text, pattern) => text.toLowerCase().endsWith(pattern.toLowerCase())],
  ["!endswith", (text, pattern) => !text.toLowerCase().endsWith(pattern.toLowerCase())],
  ["endswith_cs", (text, pattern) => text.endsWith(pattern)],
  ["!endswith_cs", (text, pattern) => !text.endsWith(pattern)],
  ["<", (text, pattern) => text < pattern],
  [">=", (text, pattern) => text >= pattern],
];

describe("a filter", () => {
  it.each(TEXT_OPERATORS)("keeps what a plain filter keeps for %s", async (operator, holds) => {
    const pattern = fc.oneof(word, fc.constantFrom("a", "A", "vm", ""));
    await fc.assert(
      fc.asyncProperty(rows, pattern, async (table, wanted) => {
        const found = await queryRows(`T | where name ${operator} ${quoted(wanted)}`, table);
        expect(found).toEqual(table.filter(({ name }) => holds(name, wanted)));
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    ["has", (text: string, term: string) => terms(text.toLowerCase()).includes(term.toLowerCase())],
    ["has_cs", (text: string, term: string) => terms(text).includes(term)],
    [
      "hasprefix",
      (text: string, term: string) => terms(text.toLowerCase()).some((one) => one.startsWith(term.toLowerCase())),
    ],
    ["!has", (text: string, term: string) => !terms(text.toLowerCase()).includes(term.toLowerCase())],
  ] as const)("finds whole terms with %s", async (operator, holds) => {
    const term = fc.stringMatching(/^[a-zA-Z0-9]{1,3}$/);
    const text = fc
      .array(term, { maxLength: 4 })
      .chain((parts) => fc.constantFrom("-", "/", " ").map((by) => parts.join(by)));
    const table = fc.array(fc.record({ name: text }), { minLength: 1, maxLength: 10 });
    await fc.assert(
      fc.asyncProperty(table, term, async (given, wanted) => {
        const found = await queryRows(`T | where name ${operator} ${quoted(wanted)}`, given);
        expect(found).toEqual(given.filter(({ name }) => holds(name, wanted)));
      }),
      { numRuns: 25 },
    );
  });

  it.each([
    ["in", (name: string, list: readonly string[]) => list.includes(name)],
    ["!in", (name: string, list: readonly string[]) => !list.includes(name)],
    ["in~", (name: string, list: readonly string[]) => list.some((one) => one.toLowerCase() === name.toLowerCase())],
    ["!in~", (name: string, list: readonly string[]) => !list.some((one) => one.toLowerCase() === name.toLowerCase())],
  ] as const)("keeps members with %s", async (operator, holds) => {
    await fc.assert(
      fc.asyncProperty(rows, fc.array(word, { minLength: 1, maxLength: 4 }), async (table, list) => {
        const found = await queryRows(`T | where name ${operator} (${list.map(quoted).join(", ")})`, table);
        expect(found).toEqual(table.filter(({ name }) => holds(name, list)));
      }),
      { numRuns: 25 },
    );
  });

  it("combines comparisons of numbers with and, or and not as JavaScript does", async () => {
    const bound = fc.integer({ min: -5, max: 5 });
    await fc.assert(
      fc.asyncProperty(rows, bound, bound, async (table, low, high) => {
        const query = `T | where (size > ${low} and size <= ${high}) or not(size != ${low}) or size between (4 .. 5)`;
        const holds = ({ size }: Row): boolean =>
          (size > low && size <= high) || size === low || (size >= 4 && size <= 5);
        expect(await queryRows(query, table)).toEqual(table.filter(holds));
      }),
      { numRuns: 50 },
    );
  });
});

describe("an order", () => {
  it("is a stable sort, descending unless asc is said", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (table) => {
        const ascending = await queryRows("T | order by size asc", table);
        expect(ascending).toEqual(table.toSorted((left, right) => left.size - right.size));
        const descending = await queryRows("T | sort by size", table);
        expect(descending).toEqual(table.toSorted((left, right) => right.size - left.size));
      }),
      { numRuns: 25 },
    );
  });

  it("of several columns and cut by top agrees with sort and slice", async () => {
    await fc.assert(
      fc.asyncProperty(rows, fc.nat({ max: 5 }), async (table, count) => {
        const byName = (left: Row, right: Row): number =>
          Number(left.name > right.name) - Number(left.name < right.name);
        const expected = table.toSorted((left, right) => right.size - left.size || byName(left, right));
        expect(await queryRows("T | order by size desc, name asc", table)).toEqual(expected);
        const top = await queryRows(`T | top ${count} by name asc`, table);
        expect(top).toEqual(table.toSorted(byName).slice(0, count));
      }),
      { numRuns: 25 },
    );
  });

  it("puts nothing first when ascending and last when descending, unless told otherwise", async () => {
    const table = [{ x: 2 }, { x: null }, { x: 1 }];
    const order = async (by: string): Promise<unknown[]> =>
      (await queryRows(`T | order by ${by}`, table)).map(({ x }) => x);
    expect(await order("x asc")).toEqual([null, 1, 2]);
    expect(await order("x desc")).toEqual([2, 1, null]);
    expect(await order("x asc nulls last")).toEqual([1, 2, null]);
  });
});

describe("groups", () => {
  it("have the sizes, sums and extremes of a plain grouping", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (table) => {
        const query = "T | summarize count(), total = sum(size), avg(size), least = min(size), max(size) by name";
        const found = await queryRows(query, table);
        const groups = groupBy(table);
        expect(found).toEqual(
          Array.from(groups, ([name, group]) => {
            const sizes = group.map(({ size }) => size);
            const total = sizes.reduce((sum, size) => sum + size, 0);
            const extremes = { least: Math.min(...sizes), max_size: Math.max(...sizes) };
            return { name, count_: group.length, total, avg_size: total / group.length, ...extremes };
          }),
        );
      }),
      { numRuns: 25 },
    );
  });

  it("of distinct rows are the set of combinations", async () => {
    await fc.assert(
      fc.asyncProperty(rows, async (table) => {
        const found = await queryRows("T | distinct size", table);
        expect(found.map(({ size }) => size)).toEqual([...new Set(table.map(({ size }) => size))]);
      }),
      { numRuns: 25 },
    );
  });

  it("collect lists and sets, and count without keys", async () => {
    const table = [
      { k: "a", v: 1 },
      { k: "a", v: 1 },
      { k: "b", v: null },
    ];
    expect(
      await queryRows("T | summarize make_list(v), make_set(v), dcount(v), countif(k == 'a') by k", table),
    ).toEqual([
      { k: "a", list_v: [1, 1], set_v: [1], dcount_v: 1, countif_: 2 },
      { k: "b", list_v: [], set_v: [], dcount_v: 0, countif_: 0 },
    ]);
    expect(await queryRows("T | where k == 'none' | summarize n = count()", table)).toEqual([{ n: 0 }]);
    expect(await queryRows("T | count", table)).toEqual([{ Count: 3 }]);
  });
});

function groupBy(table: readonly Row[]): Map<string, Row[]> {
  const groups = new Map<string, Row[]>();
  for (const row of table) groups.set(row.name, [...(groups.get(row.name) ?? []), row]);
  return groups;
}
