import { chmod, mkdir, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { removeSecrets, renewIdentity } from "../../src/index.ts";
import { answeringShell, localShell, result, target } from "../support/local-shell.ts";

describe("the identity of a clone", () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "azlin-clone-"));
    await mkdir(join(root, "etc/ssh"), { recursive: true });
    await mkdir(join(root, "bin"));
    await writeFile(join(root, "etc/hostname"), "source\n");
    await writeFile(join(root, "etc/hosts"), "127.0.0.1 localhost\n127.0.1.1 source\n");
    await writeFile(join(root, "etc/machine-id"), "source-id\n");
    await writeFile(join(root, "etc/ssh/ssh_host_ed25519_key"), "source-key\n");
    // What would change this machine does nothing; sudo is its own command line.
    for (const name of ["hostname", "systemctl"]) await stub(name, "exit 0");
    await stub("sudo", 'exec "$@"');
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function stub(name: string, script: string): Promise<void> {
    await writeFile(join(root, "bin", name), `#!/bin/sh\n${script}\n`);
    await chmod(join(root, "bin", name), 0o755);
  }

  function machine(): ReturnType<typeof localShell> {
    return localShell(() => root, { AZLIN_PREFIX: root, PATH: `${join(root, "bin")}:${process.env["PATH"]}` });
  }

  it("is new in host name, machine id and host keys", async () => {
    verifies("V2-03");
    const keys = await renewIdentity(machine(), target(), { hostname: "vm1-clone-1" });
    expect(keys.length).toBeGreaterThan(0);
    expect(keys.every((key) => /^(?:ssh|ecdsa)-/.test(key))).toBe(true);
    expect(await readFile(join(root, "etc/hostname"), "utf8")).toBe("vm1-clone-1\n");
    expect(await readFile(join(root, "etc/hosts"), "utf8")).toBe("127.0.0.1 localhost\n127.0.1.1 vm1-clone-1\n");
    expect(await readFile(join(root, "etc/machine-id"), "utf8")).toMatch(/^[0-9a-f]{32}\n$/);
    expect(await readFile(join(root, "etc/ssh/ssh_host_ed25519_key"), "utf8")).toMatch(/^-----BEGIN OPENSSH/);
  });

  it("keeps its host keys when new ones cannot be made, and says so", async () => {
    await stub("ssh-keygen", "echo no entropy >&2; exit 1");
    await expect(renewIdentity(machine(), target(), { hostname: "x" })).rejects.toMatchObject({
      code: "CLONE_IDENTITY_FAILED",
      hint: expect.stringContaining("no entropy"),
    });
    expect(await readFile(join(root, "etc/ssh/ssh_host_ed25519_key"), "utf8")).toBe("source-key\n");
  });
});

describe("secrets on a clone", () => {
  const secret = (path: string): { path: string; reason: string } => ({ path, reason: "It is one." });

  it("are deleted exactly, and the file that lets people in stays", async () => {
    verifies("V2-03");
    const found = [secret("/home/ada/.ssh/id web"), secret("/home/ada/.aws"), secret("/home/ada/.ssh/authorized_keys")];
    const shell = answeringShell(() => {
      found.splice(0, 2);
      return result();
    });
    const removed = await removeSecrets(shell, target(), { findSecrets: () => Promise.resolve([...found]) });
    expect(removed.map(({ path }) => path)).toEqual(["/home/ada/.ssh/id web", "/home/ada/.aws"]);
    expect(shell.calls).toEqual([
      {
        target: "vm1",
        command: ["xargs", "-0", "rm", "-rf", "--one-file-system", "--"],
        stdin: "/home/ada/.ssh/id web\0/home/ada/.aws\0",
      },
    ]);
  });

  it.each(["/", "/etc/shadow", "/home/ada", "/home/ada/../../etc", "relative"])("are not %s", async (path) => {
    const shell = answeringShell(() => result());
    const removing = removeSecrets(shell, target(), { findSecrets: () => Promise.resolve([secret(path)]) });
    await expect(removing).rejects.toMatchObject({ code: "CLONE_SECRETS_REMAIN" });
    expect(shell.calls).toEqual([]);
  });

  it("are told when they cannot be deleted", async () => {
    const shell = answeringShell(() => result("", 1));
    const findSecrets = (): Promise<{ path: string; reason: string }[]> => Promise.resolve([secret("/root/.env")]);
    await expect(removeSecrets(shell, target(), { findSecrets })).rejects.toMatchObject({
      code: "CLONE_SECRETS_REMAIN",
      details: { paths: ["/root/.env"] },
    });
  });
});
