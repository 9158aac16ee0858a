import { execFileSync } from "node:child_process";
import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { shellQuote } from "../../src/index.ts";

const word = fc.string({ unit: "binary" }).map((text) => Buffer.from(text.replaceAll("\0", "")).toString());

function seenByShell(argv: readonly string[]): string[] {
  const script = `show() { for word do printf '%s\\0' "$word"; done; }; show ${shellQuote(["x", ...argv]).slice(2)}`;
  return execFileSync("sh", ["-c", script], { encoding: "utf8" }).split("\0").slice(0, -1);
}

describe("quoting for a remote shell", () => {
  it("hands every argument over exactly as it is", () => {
    fc.assert(
      fc.property(fc.array(word, { minLength: 1, maxLength: 20 }), (argv) => {
        expect(seenByShell(argv)).toEqual(argv);
      }),
      { numRuns: 60 },
    );
  });

  it("keeps blanks, quotes, line breaks, substitutions and leading dashes", () => {
    const argv = ["a  b", `'"`, "two\nlines", "$(id)", "`id`", "-rf", "~", "*", "", "é", String.raw`\n`];
    expect(seenByShell(argv)).toEqual(argv);
  });

  it("leaves plain words readable", () => {
    expect(shellQuote(["ls", "-la", "/tmp/a.txt"])).toBe("ls -la /tmp/a.txt");
  });

  it("does not let a program's name be taken for an assignment", () => {
    expect(shellQuote(["A=b", "c=d"])).toBe("'A=b' c=d");
  });

  it("refuses what no program can be given", () => {
    expect(() => shellQuote(["a\0b"])).toThrow(expect.objectContaining({ code: "NOT_QUOTABLE" }));
    expect(() => shellQuote([])).toThrow(expect.objectContaining({ code: "NOT_QUOTABLE" }));
  });
});
