import { execFileSync } from "node:child_process";
import { chmod, mkdir, readFile, rm, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { realComponent, verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { createSshKeyPair, ensureSshKey, parsePublicKey, sshKeyPath } from "../../src/index.ts";
import { temporaryDirectory } from "../ssh-server.ts";

const modeOf = async (path: string): Promise<string> => ((await stat(path)).mode & 0o777).toString(8);

async function homeWithPath(): Promise<string> {
  return sshKeyPath(await temporaryDirectory());
}

describe("azlin's SSH key", () => {
  it("is made once, ed25519, readable by its owner only", async () => {
    verifies("V2-10");
    const path = await homeWithPath();
    const made = await ensureSshKey({ path, comment: "me@here" });
    const again = await ensureSshKey({ path, comment: "other" });
    expect(made).toMatchObject({ path, wasCreated: true });
    expect(made.publicKey).toMatch(/^ssh-ed25519 \S+ me@here$/);
    expect(again).toEqual({ ...made, wasCreated: false });
    expect([await modeOf(path), await modeOf(`${path}.pub`), await modeOf(join(path, ".."))]).toEqual([
      "600",
      "644",
      "700",
    ]);
  });

  it("gets its permissions repaired and its content left alone", async () => {
    verifies("V2-10");
    const path = await homeWithPath();
    await ensureSshKey({ path, comment: "me" });
    const before = await readFile(path, "utf8");
    for (const file of [path, `${path}.pub`, join(path, "..")]) await chmod(file, 0o777);
    await ensureSshKey({ path, comment: "me" });
    expect([await modeOf(path), await modeOf(`${path}.pub`), await modeOf(join(path, ".."))]).toEqual([
      "600",
      "644",
      "700",
    ]);
    expect(await readFile(path, "utf8")).toBe(before);
  });

  it("gets its public half back from the private one", async () => {
    const path = await homeWithPath();
    const { publicKey } = await ensureSshKey({ path, comment: "me" });
    await rm(`${path}.pub`);
    expect((await ensureSshKey({ path, comment: "me" })).publicKey).toBe(publicKey);
  });

  it("is not replaced when only its public half is there", async () => {
    const path = await homeWithPath();
    await mkdir(join(path, ".."));
    await writeFile(`${path}.pub`, createSshKeyPair("me").publicKey);
    await expect(ensureSshKey({ path, comment: "me" })).rejects.toMatchObject({ code: "SSH_KEY_INCOMPLETE" });
  });

  it("is made once by many at the same moment", async () => {
    const path = await homeWithPath();
    const keys = await Promise.all(Array.from({ length: 5 }, () => ensureSshKey({ path, comment: "me" })));
    expect(keys.filter(({ wasCreated }) => wasCreated)).toHaveLength(1);
    expect(new Set(keys.map(({ publicKey }) => publicKey)).size).toBe(1);
  });

  it("is refused as unreadable when it is no key and its public half is missing", async () => {
    const path = await homeWithPath();
    await mkdir(join(path, ".."));
    await writeFile(path, "not a key");
    await expect(ensureSshKey({ path, comment: "me" })).rejects.toMatchObject({ code: "SSH_KEY_UNREADABLE" });
    expect(await readFile(path, "utf8")).toBe("not a key");
  });
});

describe("a public key", () => {
  it("has type, comment and fingerprint", () => {
    const { publicKey } = createSshKeyPair("a comment");
    const parsed = parsePublicKey(publicKey);
    expect(parsed).toMatchObject({ type: "ssh-ed25519", comment: "a comment" });
    expect(parsed.fingerprint).toMatch(/^SHA256:[A-Za-z0-9+/]{43}$/);
  });

  it("is told from anything else", () => {
    for (const line of [
      "",
      "ssh-ed25519",
      "ssh-rsa AAAAC3NzaC1lZDI1NTE5AAAAIA==",
      "-----BEGIN OPENSSH PRIVATE KEY-----",
    ]) {
      expect(() => parsePublicKey(line)).toThrow(expect.objectContaining({ code: "INVALID_PUBLIC_KEY" }));
    }
  });

  it.runIf(realComponent("ssh") !== undefined)("is understood by ssh-keygen with the same fingerprint", async () => {
    const path = await homeWithPath();
    const { publicKey } = await ensureSshKey({ path, comment: "me" });
    const shown = execFileSync("ssh-keygen", ["-l", "-f", path], { encoding: "utf8" });
    expect(shown).toContain(parsePublicKey(publicKey).fingerprint);
  });
});
