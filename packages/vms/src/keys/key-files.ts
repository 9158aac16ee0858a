import { chmod, copyFile, readFile, rename } from "node:fs/promises";
import { basename, join } from "node:path";
import { ensurePrivateDirectory, PrerequisiteError, writeFileAtomic } from "@azlin/core";

/** A key pair in OpenSSH's forms. */
export interface KeyPair {
  readonly privateKey: string;
  readonly publicKey: string;
}

/** Where the new key is until it becomes the key. */
export function newKeyPath(keyPath: string): string {
  return `${keyPath}.new`;
}

/**
 * Public half of a key.
 *
 * @throws PrerequisiteError (`SSH_KEY_MISSING`).
 */
export async function readPublicKey(keyPath: string): Promise<string> {
  const path = `${keyPath}.pub`;
  try {
    return (await readFile(path, "utf8")).trim();
  } catch (cause) {
    throw new PrerequisiteError("SSH_KEY_MISSING", `${path} cannot be read.`, {
      hint: "There has to be a key before it can be rotated: 'azlin new' makes one.",
      details: { path },
      cause,
    });
  }
}

/**
 * Copies a key, and its public half as far as that has a file, into a directory of their own below `directory`, named
 * after the time.
 *
 * @returns the directory.
 * @throws PrerequisiteError (`KEY_NOT_COPIED`).
 */
export async function backupKey(keyPath: string, directory: string, at: Date): Promise<string> {
  const folder = join(directory, at.toISOString().slice(0, 19).replaceAll(/[T:]/g, "-"));
  const copy = join(folder, basename(keyPath));
  try {
    await ensurePrivateDirectory(folder);
    await copyFile(keyPath, copy);
    await chmod(copy, 0o600);
    if (await copyIfThere(`${keyPath}.pub`, `${copy}.pub`)) await chmod(`${copy}.pub`, 0o644);
    return folder;
  } catch (cause) {
    throw new PrerequisiteError("KEY_NOT_COPIED", `Could not copy ${keyPath} to ${folder}: ${String(cause)}`, {
      hint: "Check both paths and who owns them; the key itself is as it was.",
      details: { keyPath, directory: folder },
      cause,
    });
  }
}

async function copyIfThere(from: string, to: string): Promise<boolean> {
  try {
    await copyFile(from, to);
    return true;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return false;
    throw error;
  }
}

/** Writes the new key beside the old one. */
export async function writeNewKey(keyPath: string, { privateKey, publicKey }: KeyPair): Promise<void> {
  const path = newKeyPath(keyPath);
  await writeFileAtomic(path, privateKey);
  await writeFileAtomic(`${path}.pub`, `${publicKey.trim()}\n`);
}

/** Makes the new key the key. Can be done again when it stopped half way. */
export async function promoteNewKey(keyPath: string): Promise<void> {
  const path = newKeyPath(keyPath);
  await renameIfThere(path, keyPath);
  await renameIfThere(`${path}.pub`, `${keyPath}.pub`);
  await chmod(`${keyPath}.pub`, 0o644);
}

async function renameIfThere(from: string, to: string): Promise<void> {
  try {
    await rename(from, to);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "ENOENT") throw error;
  }
}
