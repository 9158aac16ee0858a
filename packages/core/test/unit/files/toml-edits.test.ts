import { describe, expect, it } from "vitest";
import { TomlDocument, type TomlValue } from "../../../src/index.ts";

const CONFIG = `# azlin
region = "westus2" # near us

[vm_storage]
# by hand
"my.vm" = 'home'

[defaults]
sizes.small = "B2s"
labels = { team = "a" }
`;

function edited(text: string, edit: (document: TomlDocument) => void): string {
  const document = new TomlDocument(text);
  edit(document);
  return document.toString();
}

describe("TomlDocument", () => {
  it("replaces a value and keeps the comment beside it", () => {
    const text = edited(CONFIG, (document) => document.set(["region"], "eastus"));
    expect(text).toBe(CONFIG.replace('"westus2"', '"eastus"'));
  });

  it("adds a key below the others of its table", () => {
    const text = edited(CONFIG, (document) => document.set(["vm_storage", "vm2"], "data"));
    expect(text).toBe(CONFIG.replace("= 'home'\n", "= 'home'\nvm2 = \"data\"\n"));
  });

  it("adds a missing table at the end", () => {
    const text = edited(CONFIG, (document) => document.set(["sessions", "vm 1", "name"], "dev"));
    expect(text).toBe(`${CONFIG}\n[sessions."vm 1"]\nname = "dev"\n`);
  });

  it("adds a top-level key above the first table and its comment", () => {
    const text = edited("# about t\n[t]\n", (document) => document.set(["a"], 1));
    expect(text).toBe("a = 1\n\n# about t\n[t]\n");
  });

  it("adds to a table that dotted keys make", () => {
    const text = edited(CONFIG, (document) => document.set(["defaults", "sizes", "large"], "D8s"));
    expect(text).toBe(CONFIG.replace('"B2s"\n', '"B2s"\nsizes.large = "D8s"\n'));
  });

  it("edits inside an inline table", () => {
    const text = edited(CONFIG, (document) => {
      document.set(["defaults", "labels", "env"], "dev");
      document.delete(["defaults", "labels", "team"]);
    });
    expect(text).toBe(CONFIG.replace('{ team = "a" }', '{ env = "dev" }'));
  });

  it("removes a key with its line and leaves the comment above it", () => {
    const text = edited(CONFIG, (document) => document.delete(["vm_storage", "my.vm"]));
    expect(text).toBe(CONFIG.replace("\"my.vm\" = 'home'\n", ""));
  });

  it("removes a table with its keys", () => {
    const text = edited("[a]\nx = 1\n[a.b]\ny = 2\n[c]\n", (document) => document.delete(["a"]));
    expect(text).toBe("[c]\n");
  });

  it("replaces a table key by key", () => {
    const text = edited("[a]\nx = 1 # one\ny = 2\n", (document) => document.set(["a"], { x: 1, z: { deep: true } }));
    expect(text).toBe("[a]\nx = 1 # one\n\n[a.z]\ndeep = true\n");
  });

  it("replaces a table by a value and a value by a table", () => {
    expect(edited("[a]\nx = 1\n", (document) => document.set(["a"], 5))).toBe("a = 5\n");
    expect(edited("a = 5\n", (document) => document.set(["a"], { x: 1 }))).toBe("a = { x = 1 }\n");
  });

  it("writes into an empty text and after a last line without an end", () => {
    expect(edited("", (document) => document.set(["a"], 1))).toBe("a = 1\n");
    expect(edited("", (document) => document.set(["t", "a"], 1))).toBe("[t]\na = 1\n");
    expect(edited("a = 1", (document) => document.set(["b"], 2))).toBe("a = 1\nb = 2\n");
    expect(edited("# only this", (document) => document.set(["b"], 2))).toBe("# only this\nb = 2\n");
    expect(edited("a = 1", (document) => document.set(["t", "b"], 2))).toBe("a = 1\n\n[t]\nb = 2\n");
  });

  it("keeps the line ends of the file", () => {
    expect(edited("[a]\r\nx = 1\r\n", (document) => document.set(["a", "y"], 2))).toBe("[a]\r\nx = 1\r\ny = 2\r\n");
  });

  it.each<[TomlValue, string]>([
    [Number.NaN, "nan"],
    [Number.POSITIVE_INFINITY, "inf"],
    [Number.NEGATIVE_INFINITY, "-inf"],
    [-0, "-0.0"],
    [1e300, "1e+300"],
    [2 ** 60, "1152921504606847000.0"],
    ["a\u007F\n", String.raw`"a\u007F\n"`],
    [[], "[]"],
  ])("writes %s as %s", (value, written) => {
    expect(edited("", (document) => document.set(["v"], value))).toBe(`v = ${written}\n`);
  });

  it.each([
    ["undefined", [undefined]],
    ["null", null],
    ["half a surrogate pair", "\uD800"],
  ])("refuses %s", (_name, value) => {
    const document = new TomlDocument("a = 1\n");
    expect(() => document.set(["v"], value as unknown as TomlValue)).toThrow(
      expect.objectContaining({ code: "INVALID_CONFIG_VALUE" }),
    );
    expect(document.toString()).toBe("a = 1\n");
  });

  it("refuses a path through something that is not a table", () => {
    const document = new TomlDocument("a = 1\n[[list]]\nb = 2\n");
    for (const path of [["a", "b"], ["list", "b"], []]) {
      expect(() => document.set(path, 1)).toThrow(expect.objectContaining({ code: "INVALID_CONFIG_VALUE" }));
    }
  });

  it("reads by path and finds nothing where nothing is", () => {
    const document = new TomlDocument(CONFIG);
    expect(document.get(["vm_storage", "my.vm"])).toBe("home");
    expect(document.get(["vm_storage", "toString"])).toBeUndefined();
    expect(document.get(["region", "length"])).toBeUndefined();
    document.delete(["nothing", "here"]);
    expect(document.toString()).toBe(CONFIG);
  });

  it("names line and column of what is not TOML", () => {
    expect(() => new TomlDocument("ok = 1\nbroken = = 2\n", "config.toml")).toThrow(
      expect.objectContaining({
        code: "INVALID_CONFIG",
        message: expect.stringMatching(/^config\.toml:2:10: /),
        details: { path: "config.toml", line: 2, column: 10 },
      }),
    );
  });

  it("understands keys that are written with escapes", () => {
    const text = edited('"\\U0001F680 \\u0041\\t\\"" = 1 # go\n', (document) => document.set(['🚀 A\t"'], 2));
    expect(text).toBe('"\\U0001F680 \\u0041\\t\\"" = 2 # go\n');
  });
});
