import { verifies } from "@azlin/testing";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import {
  editEnvBlock,
  ENV_END,
  ENV_START,
  formatDotenv,
  parseDotenv,
  readEnvBlock,
  secretLooking,
} from "../../src/index.ts";

const NAME = fc.stringMatching(/^[A-Za-z_][A-Za-z0-9_]{0,9}$/).filter((name) => name !== "__proto__");
const VALUE = fc.string({ unit: "binary" }).filter((value) => !/[\0\n\r]/.test(value));
/** What JavaScript takes for the end of a line and a shell does not, and characters that JSON writes in another way. */
const ODD = { A: "a\u2028b\u2029", B: "tab\tescape\u001B" };
const VARIABLES = fc.dictionary(NAME, VALUE, { noNullPrototype: true });

describe("the variables in a .bashrc", () => {
  it("are kept between two lines, and everything else stays", () => {
    verifies("V2-11");
    const before = "alias ll='ls -l'\n";
    const once = editEnvBlock(before, { set: { A: "it's", B: "$HOME `id`" } });
    expect(once).toBe(`${before}${ENV_START}\nexport A='it'\\''s'\nexport B='$HOME \`id\`'\n${ENV_END}\n`);
    const more = editEnvBlock(`${once}# after\n`, { set: { C: "3" }, delete: ["A"] });
    expect(more).toBe(`${before}${ENV_START}\nexport B='$HOME \`id\`'\nexport C='3'\n${ENV_END}\n# after\n`);
    expect(editEnvBlock(more, { clear: true })).toBe(`${before}# after\n`);
  });

  it("come back as they were set, whatever they hold", () => {
    fc.assert(
      fc.property(fc.string(), VARIABLES, (text, set) => {
        const plain = text.replaceAll("AZLIN_ENV", "");
        const edited = editEnvBlock(plain, { set });
        expect(readEnvBlock(edited)).toEqual(set);
        expect(editEnvBlock(edited, { set })).toBe(edited);
        expect([plain, `${plain}\n`]).toContain(editEnvBlock(edited, { clear: true }));
      }),
      { examples: [["", ODD]] },
    );
  });

  it("are read as earlier versions wrote them", () => {
    const text = `${ENV_START}\nexport A="say \\"hi\\" \\$5"\nexport B=plain\n# note\n${ENV_END}\n`;
    expect(readEnvBlock(text)).toEqual({ A: 'say "hi" $5', B: "plain" });
  });

  it("are not touched when the block has no end", () => {
    expect(() => editEnvBlock(`${ENV_START}\nexport A='1'\n`, { set: { B: "2" } })).toThrow(
      expect.objectContaining({ code: "ENV_BLOCK_BROKEN" }),
    );
  });

  it.each([
    ["INVALID_ENV_NAME", { "A-B": "1" }],
    ["INVALID_ENV_NAME", { "1A": "1" }],
    ["INVALID_ENV_NAME", { "A=$(id) B": "1" }],
    ["INVALID_ENV_VALUE", { A: "1\nrm -rf ~" }],
  ])("refuse with %s what a shell would take for more than a value: %j", (code, set) => {
    expect(() => editEnvBlock("", { set })).toThrow(expect.objectContaining({ code }));
  });
});

describe("files of variables", () => {
  it("are read with comments, exports and quotes", () => {
    const text = '# c\nexport A=1\nB = \'x # y\'\nC="q \\" z" # why\nD=a b # c\n\n';
    expect(parseDotenv(text)).toEqual({ A: "1", B: "x # y", C: 'q " z', D: "a b" });
    expect(() => parseDotenv("A=1\nnonsense\n")).toThrow(expect.objectContaining({ details: { line: 2 } }));
  });

  it("come back as they were written", () => {
    fc.assert(
      fc.property(VARIABLES, (variables) => {
        expect(parseDotenv(formatDotenv(variables))).toEqual(variables);
      }),
      { examples: [[ODD]] },
    );
  });
});

describe("a variable that looks like a secret", () => {
  it.each([
    ["API_KEY", "x"],
    ["GITHUB_TOKEN", "x"],
    ["DB_PASSWORD", "x"],
    ["X", `ghp_${"a".repeat(36)}`],
    ["URL", "postgres://me:hunter2@host/db"],
    ["X", "-----BEGIN OPENSSH PRIVATE KEY-----"],
  ])("is %s=%s", (name, value) => {
    verifies("V2-11");
    expect(secretLooking(name, value)).toMatch(/./);
  });

  it.each([
    ["MAX_TOKENS", "100"],
    ["KEYBOARD", "us"],
    ["URL", "https://example.com/a:b"],
  ])("is not %s=%s", (name, value) => {
    expect(secretLooking(name, value)).toBeUndefined();
  });
});
