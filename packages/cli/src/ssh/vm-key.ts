import { homedir } from "node:os";
import { resolve } from "node:path";
import { NotFoundError } from "@azlin/core";
import { createSshKeyPair, ensureSshKey, readSshKey, sshKeyPath } from "@azlin/ssh";
import type { Context } from "../context.ts";
import { readText } from "../local/read-text.ts";

/** The key that may sign in to new VMs. */
export interface VmKey {
  /** Path of the private key; the public one is beside it. */
  readonly path: string;
  readonly publicKey: string;
  /** Whether a real run would make it, or has just made it. */
  readonly isNew: boolean;
}

const COMMENT = "azlin";

/**
 * The key for new VMs: the named public key, else the configured private key's, else azlin's own, which is made when
 * there is none; with `--dry-run` it is not.
 *
 * @throws NotFoundError (`SSH_KEY_NOT_FOUND`) when the named file is not there; what `ensureSshKey` throws.
 */
export async function vmKey(named: string | undefined, context: Context): Promise<VmKey> {
  if (named !== undefined) return namedKey(resolve(named));
  const { sshKey } = await context.settings();
  const path = sshKey === undefined ? sshKeyPath(context.env["HOME"] || homedir()) : resolve(sshKey);
  const present = context.isDryRun ? await readSshKey(path) : undefined;
  if (present !== undefined) return { path, publicKey: present, isNew: false };
  // Only for the looks of the plan: this pair is not kept.
  if (context.isDryRun) return { path, publicKey: createSshKeyPair(COMMENT).publicKey.trim(), isNew: true };
  const { publicKey, wasCreated } = await ensureSshKey({ path, comment: COMMENT, logger: context.logger });
  return { path, publicKey, isNew: wasCreated };
}

async function namedKey(path: string): Promise<VmKey> {
  const publicKey = await readText(path);
  if (publicKey !== undefined) return { path: path.replace(/\.pub$/, ""), publicKey: publicKey.trim(), isNew: false };
  throw new NotFoundError("SSH_KEY_NOT_FOUND", `There is no SSH key ${path}.`, { hint: "Name a public key file." });
}
