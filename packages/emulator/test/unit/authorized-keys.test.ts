import { describe, expect, it } from "vitest";
import { addKeys, keyLines } from "../../src/guests/disk/authorized-keys.ts";

const [ONE, TWO] = ["ssh-ed25519 AAAAC3one alice", "ssh-ed25519 AAAAC3two bob"];

describe("authorized keys", () => {
  it("are the lines that are neither empty nor comments", () => {
    expect(keyLines(`# mine\n\n  ${ONE}\n${TWO}`)).toEqual([ONE, TWO]);
  });

  it("are added at the end, after a line that has no end of its own", () => {
    expect(addKeys(`# mine\n${ONE}`, [TWO])).toBe(`# mine\n${ONE}\n${TWO}\n`);
  });

  it("are added once, whatever stands around them", () => {
    const text = `no-pty ${ONE}\n`;
    expect(addKeys(text, ["ssh-ed25519 AAAAC3one somebody else"])).toBe(text);
  });
});
