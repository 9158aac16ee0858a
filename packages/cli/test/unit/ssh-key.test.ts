import { execFileSync } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { withTempHome } from "@azlin/testing";
import { expect, it } from "vitest";
import { createSshKeyPair } from "../../src/ssh/openssh-key-pair.ts";
import { saveSshKey, sshKey } from "../../src/ssh/ssh-key.ts";

it("makes a key, once, and takes it from then on", () =>
  withTempHome(async (home) => {
    const created = await sshKey(undefined, { HOME: home });
    expect(existsSync(created.path)).toBe(false);
    await saveSshKey(created);
    expect((await stat(created.path)).mode & 0o777).toBe(0o600);
    expect(await sshKey(undefined, { HOME: home })).toEqual({ path: created.path, publicKey: created.publicKey });
  }));

it("never writes over a private key", () =>
  withTempHome(async (home) => {
    await mkdir(join(home, ".ssh"));
    const path = join(home, ".ssh", "azlin_key");
    await writeFile(path, "mine");
    await expect(sshKey(undefined, { HOME: home })).rejects.toMatchObject({ code: "SSH_KEY_INCOMPLETE" });
    const created = createSshKeyPair("azlin");
    await expect(saveSshKey({ path, publicKey: created.publicKey, created })).rejects.toThrow("EEXIST");
    expect(await readFile(path, "utf8")).toBe("mine");
  }));

it("takes the named public key", () =>
  withTempHome(async (home) => {
    const path = join(home, "id.pub");
    await writeFile(path, "ssh-ed25519 AAAA me\n");
    expect(await sshKey(path, {})).toEqual({ path: join(home, "id"), publicKey: "ssh-ed25519 AAAA me" });
    await expect(sshKey(join(home, "none.pub"), {})).rejects.toMatchObject({ code: "SSH_KEY_NOT_FOUND" });
  }));

it("writes private keys as OpenSSH reads them", () =>
  withTempHome(async (home) => {
    const { privateKey, publicKey } = createSshKeyPair("azlin");
    expect(privateKey).toMatch(
      /^-----BEGIN OPENSSH PRIVATE KEY-----\n(?:.{1,70}\n)+-----END OPENSSH PRIVATE KEY-----\n$/,
    );
    const body = Buffer.from(privateKey.split("\n").slice(1, -2).join(""), "base64");
    expect(body.includes(Buffer.from(publicKey.split(" ")[1]!, "base64"))).toBe(true);
    const keygen = ["/usr/bin/ssh-keygen", "/usr/local/bin/ssh-keygen"].find((program) => existsSync(program));
    if (keygen === undefined) return;
    const path = join(home, "key");
    await writeFile(path, privateKey, { mode: 0o600 });
    expect(execFileSync(keygen, ["-y", "-f", path], { encoding: "utf8" })).toBe(publicKey);
  }));
