import { describe, expect, it } from "vitest";
import { queryRows } from "./resource-graph-query.ts";

const ROWS = [
  { id: "a", group: "x", size: 1, made: "2026-01-01T00:00:00Z", ok: true, bag: { a: 1 } },
  { id: "b", group: "x", size: 3, made: "2026-01-31T12:30:15.250Z", ok: false, bag: { b: 2 } },
  { id: "c", group: "y", size: 8, made: "2025-12-31T23:59:59Z", ok: true, bag: null },
];

async function valueOf(expression: string): Promise<unknown> {
  const [row] = await queryRows(`T | where id == 'b' | project x = ${expression}`, ROWS);
  return row?.["x"];
}

describe("a function of", () => {
  it.each([
    ["startofday(made)", "2026-01-31T00:00:00.0000000Z"],
    ["startofday(made, -1)", "2026-01-30T00:00:00.0000000Z"],
    ["endofday(made)", "2026-01-31T23:59:59.9990000Z"],
    ["startofweek(made)", "2026-01-25T00:00:00.0000000Z"],
    ["startofmonth(made, 1)", "2026-02-01T00:00:00.0000000Z"],
    ["startofyear(made)", "2026-01-01T00:00:00.0000000Z"],
    ["endofmonth(made)", "2026-01-31T23:59:59.9990000Z"],
    ["datetime_add('month', 1, made)", "2026-02-28T12:30:15.2500000Z"],
    ["datetime_add('hour', -13, made)", "2026-01-30T23:30:15.2500000Z"],
    ["datetime_diff('day', now(), datetime(2026-01-29))", 2],
    ["datetime_diff('month', datetime(2026-03-01), made)", 2],
    ["datetime_diff('year', made, datetime(2025-12-31))", 1],
    ["datetime_part('quarter', datetime(2026-05-01))", 2],
    ["datetime_part('minute', made)", 30],
    ["dayofweek(made)", "6.00:00:00"],
    ["dayofmonth(made)", 31],
    ["dayofyear(made)", 31],
    ["monthofyear(made)", 1],
    ["getyear(made)", 2026],
    ["hourofday(made)", 12],
    ["make_datetime(2026, 2, 3, 4, 5)", "2026-02-03T04:05:00.0000000Z"],
    ["startofday(id)", null],
    ["format_datetime(made, 'yyyy-MM-dd HH:mm:ss')", "2026-01-31 12:30:15"],
    ["format_datetime(made, 'd.M.yy h:mm tt fff')", "31.1.26 12:30 PM 250"],
    ["unixtime_seconds_todatetime(0)", "1970-01-01T00:00:00.0000000Z"],
    ["iff(now() - todatetime(made) < 1h, 'fresh', 'old')", "fresh"],
  ])("dates, %s", async (expression, expected) => {
    expect(await valueOf(expression)).toEqual(expected);
  });

  it.each([
    ["trim('-+', '--a-b--')", "a-b"],
    ["trim_start('/', '//x/')", "x/"],
    ["trim_end('/', '/x//')", "/x"],
    ["extract('rg-([0-9]+)', 1, 'my-rg-42-x')", "42"],
    ["extract('rg-([0-9]+)', 1, 'nothing')", ""],
    [String.raw`replace_regex('a1b22', @'(\d+)', @'<\1>')`, "a<1>b<22>"],
    ["replace('b+', 'x', 'abba')", "axa"],
    ["countof('a.a.a', '.')", 2],
    ["countof('abc', '[ab]', 'regex')", 2],
    ["trim('(', 'x')", null],
    ["strcat_delim('-', 'a', 1, 'b')", "a-1-b"],
    ["reverse('abc')", "cba"],
    ["strrep('ab', 2)", "abab"],
  ])("texts, %s", async (expression, expected) => {
    expect(await valueOf(expression)).toEqual(expected);
  });

  it.each([
    ["strcat_array(dynamic(['a', 1]), ',')", "a,1"],
    ["array_index_of(dynamic(['a', 'b']), 'b')", 1],
    ["array_slice(dynamic([1, 2, 3, 4]), 1, 2)", [2, 3]],
    ["array_slice(dynamic([1, 2, 3]), 1, -1)", [2, 3]],
    ["set_union(dynamic([1, 2]), dynamic([2, 3]))", [1, 2, 3]],
    ["set_intersect(dynamic([1, 2]), dynamic([2, 3]))", [2]],
    ["set_difference(dynamic([1, 2]), dynamic([2, 3]))", [1]],
    ["bag_has_key(bag, 'b')", true],
    ["bag_merge(bag, dynamic({'b': 9, 'c': 3}))", { b: 2, c: 3 }],
    ["floor(7, 5)", 5],
    ["ceiling(1.2)", 2],
    ["round(1.256, 2)", 1.26],
    ["abs(-2)", 2],
    ["pow(2, 3)", 8],
    ["sqrt(9)", 3],
    ["min_of(3, 1, 2)", 1],
    ["max_of(size, 1, 2)", 3],
    ["round('a')", null],
  ])("arrays, bags and numbers, %s", async (expression, expected) => {
    expect(await valueOf(expression)).toEqual(expected);
  });
});

describe("an aggregate", () => {
  it.each([
    ["sumif(size, ok)", { sumif_size: 9 }],
    ["avgif(size, ok)", { avgif_size: 4.5 }],
    ["minif(size, not(ok))", { minif_size: 3 }],
    ["maxif(size, ok)", { maxif_size: 8 }],
    ["dcountif(group, ok)", { dcountif_group: 2 }],
    ["make_list_if(id, ok)", { list_id: ["a", "c"] }],
    ["make_set_if(group, size < 5)", { set_group: ["x"] }],
    ["make_bag(bag)", { bag_bag: { a: 1, b: 2 } }],
    ["percentile(size, 50)", { percentile_size: 3 }],
    ["stdev(size)", { stdev_size: Math.sqrt(13) }],
  ])("%s is computed of the rows that count", async (aggregate, expected) => {
    expect(await queryRows(`T | summarize ${aggregate}`, ROWS)).toEqual([expected]);
  });

  it("arg_max and arg_min give columns of the row they find, by group", async () => {
    expect(await queryRows("T | summarize arg_max(size, id) by group", ROWS)).toEqual([
      { group: "x", size: 3, id: "b" },
      { group: "y", size: 8, id: "c" },
    ]);
    expect(await queryRows("T | project id, size, group | summarize arg_min(size, *) by group", ROWS)).toEqual([
      { group: "x", size: 1, id: "a" },
      { group: "y", size: 8, id: "c" },
    ]);
    expect(await queryRows("T | where size > 99 | summarize arg_max(size, id)", ROWS)).toEqual([
      { size: null, id: null },
    ]);
  });
});
