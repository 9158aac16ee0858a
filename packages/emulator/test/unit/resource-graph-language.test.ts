import { describe, expect, it } from "vitest";
import { KqlError } from "../../src/services/resource-graph/kql/kql-error.ts";
import type { JsonObject } from "../../src/json/json.ts";
import { queryRows } from "./resource-graph-query.ts";

const VM = {
  id: "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1",
  name: "vm1",
  created: "2026-01-30T12:00:00Z",
  tags: { env: "prod", "managed-by": "azlin", note: "" },
  zones: ["1", "2"],
  properties: { hardwareProfile: { vmSize: "Standard_D2s_v5" }, disks: [{ lun: 0 }, { lun: 1 }], empty: [] },
};

async function one(expression: string): Promise<unknown> {
  const [row] = await queryRows(`T | project x = ${expression}`, [VM]);
  return row?.["x"];
}

describe("dynamic paths", () => {
  it("lead into bags and arrays, by exact names", async () => {
    expect(await one("properties.hardwareProfile.vmSize")).toBe("Standard_D2s_v5");
    expect(await one("tags['managed-by']")).toBe("azlin");
    expect(await one("tags.ENV")).toBeNull();
    expect(await one("properties.disks[1].lun")).toBe(1);
    expect(await one("zones[-1]")).toBe("2");
    expect(await one("properties.nowhere.deeper")).toBeNull();
    expect(await one("tags.constructor")).toBeNull();
  });

  it("name the columns that they make", async () => {
    const query =
      "T | project properties.hardwareProfile.vmSize, tags['managed-by'], tostring(tags.env), strcat(name, '!')";
    expect((await queryRows(query, [VM])).map((row) => Object.keys(row))).toEqual([
      ["properties_hardwareProfile_vmSize", "tags_managed-by", "tags_env", "Column1"],
    ]);
  });
});

describe("functions", () => {
  it.each([
    ["tostring(tags)", '{"env":"prod","managed-by":"azlin","note":""}'],
    ["tostring(properties.nowhere)", ""],
    ["tolower('Ab')", "ab"],
    ["toupper('Ab')", "AB"],
    ["strcat(name, '-', 1)", "vm1-1"],
    ["split(id, '/')[4]", "rg"],
    ["split('a,b', ',')", ["a", "b"]],
    ["substring(name, 1, 1)", "m"],
    ["strlen(name)", 3],
    ["isnull(tags.nope)", true],
    ["isnotnull(tags.env)", true],
    ["isempty(tags.note)", true],
    ["isnotempty(tags.note)", false],
    ["iff(name == 'vm1', 'yes', 'no')", "yes"],
    ["case(name == 'a', 1, name == 'vm1', 2, 3)", 2],
    ["coalesce(tostring(tags.nope), tostring(tags.env))", "prod"],
    ["array_length(zones)", 2],
    ["array_length(tags)", null],
    ["parse_json('{\"a\":[1]}').a[0]", 1],
    ["todynamic('[1,2]')", [1, 2]],
    ["toint('42')", 42],
    ["toint('4.9')", 4],
    ["toint('x')", null],
    ["tobool('TRUE')", true],
    ["todatetime(created)", "2026-01-30T12:00:00.0000000Z"],
    ["todatetime('soon')", null],
    ["now()", "2026-01-31T12:00:00.0000000Z"],
    ["ago(1d)", "2026-01-30T12:00:00.0000000Z"],
    ["todatetime(created) + 90m", "2026-01-30T13:30:00.0000000Z"],
    ["now() - todatetime(created)", "1.00:00:00"],
    ["todatetime(created) < ago(1h)", true],
    ["bin(7, 5)", 5],
    ["bag_keys(tags)", ["env", "managed-by", "note"]],
    ["pack('a', 1)", { a: 1 }],
    ["dynamic({'a': [1, true, null]})", { a: [1, true, null] }],
    ["7 / 2 + 1 % 2", 4],
    ["-3 + 1.5", -1.5],
    ["name matches regex '^VM[0-9]$'", false],
    ["name matches regex '(?i)^VM[0-9]$'", true],
    ["tags has_any ('nothing', 'azlin')", true],
    ["tags has_all ('prod', 'missing')", false],
  ])("answer %s", async (expression, expected) => {
    expect(await one(expression)).toEqual(expected);
  });
});

describe("a value that is not there", () => {
  it.each([
    ["tags.nope == 'x'", 0],
    ["tags.nope != 'x'", 1],
    ["tags.nope !~ 'x'", 1],
    ["tags.nope contains 'x'", 0],
    ["tags.nope !in ('x')", 1],
    ["tags.nope > 1", 0],
    ["not(tags.nope > 1)", 0],
    ["tags.nope > 1 or name == 'vm1'", 1],
  ])("makes `%s` keep %i rows", async (condition, count) => {
    expect(await queryRows(`T | where ${condition}`, [VM])).toHaveLength(count);
  });
});

describe("operators on columns", () => {
  it("extend replaces a column in its place and adds others at the end", async () => {
    const rows = await queryRows("T | project id, name | extend name = toupper(name), n = 1", [VM]);
    expect(rows).toEqual([{ id: VM.id, name: "VM1", n: 1 }]);
    expect(Object.keys(rows[0]!)).toEqual(["id", "name", "n"]);
  });

  it("project-away, -keep and -rename change the columns and nothing else", async () => {
    const away = await queryRows("T | project-away prop*, tags, zones, created", [VM]);
    expect(away).toEqual([{ id: VM.id, name: "vm1" }]);
    expect(await queryRows("T | project-keep na*", [VM])).toEqual([{ name: "vm1" }]);
    expect(await queryRows("T | project-keep name, id | project-rename vm = name", [VM])).toEqual([
      { id: VM.id, vm: "vm1" },
    ]);
  });

  it("a column that was projected away cannot be used any more", async () => {
    await expect(queryRows("T | project name | where id == ''", [VM])).rejects.toThrow("'id'");
  });
});

describe("operators on rows", () => {
  it("mv-expand makes a row for each element", async () => {
    expect(await queryRows("T | mv-expand disk = properties.disks | project name, lun = disk.lun", [VM])).toEqual([
      { name: "vm1", lun: 0 },
      { name: "vm1", lun: 1 },
    ]);
    expect(await queryRows("T | mv-expand zones to typeof(string) | project zones", [VM])).toEqual([
      { zones: "1" },
      { zones: "2" },
    ]);
    expect(await queryRows("T | mv-expand zones limit 1 | project zones", [VM])).toEqual([{ zones: "1" }]);
    expect(await queryRows("T | mv-expand x = properties.empty", [VM])).toEqual([]);
    expect(await queryRows("T | mv-expand x = properties.nowhere | project x", [VM])).toEqual([{ x: null }]);
  });

  const left = [
    { k: 1, a: "x" },
    { k: 1, a: "y" },
    { k: 2, a: "z" },
  ];
  const right = [
    { k: 1, b: "p" },
    { k: 1, b: "q" },
  ];

  it.each<[string, JsonObject[]]>([
    [
      "",
      [
        { k: 1, a: "x", k1: 1, b: "p" },
        { k: 1, a: "x", k1: 1, b: "q" },
      ],
    ],
    [
      "kind=inner",
      [
        { k: 1, a: "x", k1: 1, b: "p" },
        { k: 1, a: "x", k1: 1, b: "q" },
        { k: 1, a: "y", k1: 1, b: "p" },
        { k: 1, a: "y", k1: 1, b: "q" },
      ],
    ],
    [
      "kind=leftsemi",
      [
        { k: 1, a: "x" },
        { k: 1, a: "y" },
      ],
    ],
    ["kind=leftanti", [{ k: 2, a: "z" }]],
  ])("join %s meets rows with equal keys", async (kind, expected) => {
    expect(await queryRows(`T | join ${kind} (R) on k`, left, { R: right })).toEqual(expected);
  });

  it("join takes hints that change nothing", async () => {
    const query = "T | join hint.remote=auto kind=leftanti (R) on k";
    expect(await queryRows(query, left, { R: right })).toEqual([{ k: 2, a: "z" }]);
  });

  it("join kind=leftouter keeps what has no match, and joins columns of different names", async () => {
    const query = "T | where a == 'z' | join kind=leftouter (R | project other = k, b) on $left.k == $right.other";
    expect(await queryRows(query, left, { R: right })).toEqual([{ k: 2, a: "z", other: null, b: null }]);
  });

  it("join kind=fullouter keeps what has no match on either side, kind=rightouter that of the right", async () => {
    const rights = [
      { k: 2, b: "p" },
      { k: 3, b: "q" },
    ];
    const lefts = left.slice(1);
    const unmatched = { k: null, a: null, k1: 3, b: "q" };
    const matched = { k: 2, a: "z", k1: 2, b: "p" };
    expect(await queryRows("T | join kind=fullouter (R) on k", lefts, { R: rights })).toEqual([
      { k: 1, a: "y", k1: null, b: null },
      matched,
      unmatched,
    ]);
    expect(await queryRows("T | join kind=rightouter (R) on k", lefts, { R: rights })).toEqual([matched, unmatched]);
  });

  it("union has the rows and the columns of all tables", async () => {
    expect(await queryRows("T | take 1 | union (R | take 1)", left, { R: right })).toEqual([
      { k: 1, a: "x", b: null },
      { k: 1, a: null, b: "p" },
    ]);
    expect(await queryRows("union (R | project k), (T | project k) | count", left, { R: right })).toEqual([
      { Count: 5 },
    ]);
    expect(await queryRows("union kind=inner (T | take 1), (R | take 1)", left, { R: right })).toEqual([
      { k: 1 },
      { k: 1 },
    ]);
  });
});

async function detailsOf(query: string): Promise<unknown> {
  const error = await queryRows(query, [VM]).catch((thrown: unknown) => thrown);
  expect(error).toBeInstanceOf(KqlError);
  return (error as KqlError).details;
}

describe("a query that cannot be answered", () => {
  it("is refused at the place of its syntax error", async () => {
    expect(await detailsOf("T\n| where name ==")).toEqual([
      { code: "ParserFailure", message: "ParserFailure", line: 2, characterPositionInLine: 15, token: "<EOF>" },
    ]);
    expect(await detailsOf("")).toMatchObject([{ code: "ParserFailure" }]);
  });

  it.each([
    [
      "T | parse id with * 'a' x",
      { code: "InvalidQueryLanguage", token: "parse", line: 1, characterPositionInLine: 4 },
    ],
    ["T | render table", { code: "InvalidQueryLanguage", token: "render" }],
    ["T | mv-expand with_itemindex=i zones", { code: "InvalidQueryLanguage" }],
    ["T | union withsource=s (T)", { code: "InvalidQueryLanguage" }],
    ["T | join kind=rightsemi (T) on id", { code: "InvalidQueryLanguage" }],
    ["T | summarize arg_max()", { code: "ParserFailure" }],
    ["let x = 1; T", { code: "InvalidQueryLanguage" }],
    ["T | where nope == 1", { code: "ParserFailure", token: "nope" }],
    ["T | where tolower() == ''", { code: "ParserFailure", token: "tolower()" }],
    ["T | where name matches regex '('", { code: "ParserFailure" }],
    ["T | take -1", { code: "ParserFailure" }],
    ["T | where cout(id) == 1", { code: "UnknownFunction", message: "Unknown function: 'cout'." }],
    ["T | summarize variance(id)", { code: "UnknownFunction" }],
    ["Nope", { code: "DisallowedLogicalTableName" }],
  ])("says why: %s", async (query, detail) => {
    expect(await detailsOf(query)).toMatchObject([detail]);
  });
});
