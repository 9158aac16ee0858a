import { writeFile } from "node:fs/promises";
import { homedir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { ensurePrivateDirectory, NotFoundError, ProvisioningError } from "@azlin/core";
import type { Environment } from "../context.ts";
import { readText } from "../local/read-text.ts";
import { createSshKeyPair, type SshKeyPair } from "./openssh-key-pair.ts";

/** A public key for new VMs; `created` when its files are not there yet. */
export interface SshKey {
  /** Path of the private key; the public one is beside it. */
  readonly path: string;
  readonly publicKey: string;
  /** To be written with {@link saveSshKey} before it is used. */
  readonly created?: SshKeyPair;
}

/**
 * The key that may sign in to new VMs: the named public key, else `~/.ssh/azlin_key.pub`, else a new one, which is
 * not written yet.
 *
 * @throws NotFoundError (`SSH_KEY_NOT_FOUND`) when the named file is not there; ProvisioningError
 * (`SSH_KEY_INCOMPLETE`) when a private key lies where a new one would go.
 */
export async function sshKey(named: string | undefined, env: Environment): Promise<SshKey> {
  if (named !== undefined) {
    const path = resolve(named);
    const publicKey = await readText(path);
    if (publicKey !== undefined) return { path: path.replace(/\.pub$/, ""), publicKey: publicKey.trim() };
    throw new NotFoundError("SSH_KEY_NOT_FOUND", `There is no SSH key ${path}.`, { hint: "Name a public key file." });
  }
  const path = join(env["HOME"] || homedir(), ".ssh", "azlin_key");
  const publicKey = await readText(`${path}.pub`);
  if (publicKey !== undefined) return { path, publicKey: publicKey.trim() };
  if ((await readText(path)) !== undefined) {
    throw new ProvisioningError("SSH_KEY_INCOMPLETE", `${path} is there, but not its public key.`, {
      hint: `Make it with: ssh-keygen -y -f ${path} > ${path}.pub`,
    });
  }
  const created = createSshKeyPair("azlin");
  return { path, publicKey: created.publicKey.trim(), created };
}

/** Writes a new key pair where ssh finds it; never over one that is there. */
export async function saveSshKey({ path, created }: SshKey): Promise<void> {
  if (created === undefined) return;
  await ensurePrivateDirectory(dirname(path));
  await writeFile(path, created.privateKey, { mode: 0o600, flag: "wx" });
  await writeFile(`${path}.pub`, created.publicKey, { mode: 0o644, flag: "wx" });
}
