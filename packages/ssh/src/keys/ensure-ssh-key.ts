import { chmod, mkdir, open, readFile, stat } from "node:fs/promises";
import { dirname } from "node:path";
import { ConflictError, PrerequisiteError, silentLogger, withFileLock, type Logger } from "@azlin/core";
import { derivePublicKey } from "./derive-public-key.ts";
import { createSshKeyPair } from "./openssh-key-pair.ts";
import { parsePublicKey } from "./parse-public-key.ts";

/** Which key {@link ensureSshKey} is about. */
export interface EnsureSshKeyOptions {
  /** Path of the private key. */
  readonly path: string;
  /** What a new key is called, usually `user@host`. */
  readonly comment: string;
  /** Told when permissions are repaired. Default: silent. */
  readonly logger?: Logger;
}

/** A key pair that is in place. */
export interface EnsuredSshKey {
  /** Path of the private key; the public one is at `<path>.pub`. */
  readonly path: string;
  /** One line, without the line break. */
  readonly publicKey: string;
  readonly wasCreated: boolean;
}

const PRIVATE = 0o600;
const PUBLIC = 0o644;

/**
 * Makes sure that a key pair exists and that only its owner can read it: the private key 0600, the public one 0644,
 * their directory 0700. Files that are there are never overwritten; a public key that is missing is derived from the
 * private one.
 *
 * @throws ConflictError (`SSH_KEY_INCOMPLETE`) when only the public key is there; AuthenticationError
 * (`SSH_KEY_UNREADABLE`) when the public key is missing and the private one cannot be read; ValidationError
 * (`INVALID_PUBLIC_KEY`); PrerequisiteError (`SSH_KEY_NOT_WRITTEN`).
 */
export async function ensureSshKey(options: EnsureSshKeyOptions): Promise<EnsuredSshKey> {
  const { path } = options;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  // Two commands started at once must not make two keys, one of which would be lost.
  return withFileLock(path, {}, async () => {
    const found = await readKeyFiles(path);
    const wasCreated = found.privateKey === undefined;
    if (wasCreated && found.publicKey !== undefined) throw incomplete(path);
    const publicKey = wasCreated ? await create(options) : await complete(path, found);
    parsePublicKey(publicKey);
    await repair(options);
    return { path, publicKey: publicKey.trim(), wasCreated };
  });
}

/**
 * The public key of a pair that is in place; `undefined` when there is none. Changes nothing.
 *
 * @param path - of the private key.
 * @throws as {@link ensureSshKey}.
 */
export async function readSshKey(path: string): Promise<string | undefined> {
  const { privateKey, publicKey } = await readKeyFiles(path);
  if (privateKey === undefined && publicKey !== undefined) throw incomplete(path);
  if (privateKey === undefined) return undefined;
  return (publicKey ?? (await derivePublicKey(privateKey, path))).trim();
}

interface KeyFiles {
  readonly privateKey: string | undefined;
  readonly publicKey: string | undefined;
}

async function readKeyFiles(path: string): Promise<KeyFiles> {
  return { privateKey: await readText(path), publicKey: await readText(`${path}.pub`) };
}

async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new PrerequisiteError("SSH_KEY_UNREADABLE", `The SSH key ${path} cannot be read: ${String(error)}`, {
      hint: "Check who owns the file and its directory.",
      details: { path },
      cause: error,
    });
  }
}

async function create({ path, comment }: EnsureSshKeyOptions): Promise<string> {
  const pair = createSshKeyPair(comment);
  await writeNew(path, pair.privateKey, PRIVATE);
  await writeNew(`${path}.pub`, pair.publicKey, PUBLIC);
  return pair.publicKey;
}

async function complete(path: string, { privateKey = "", publicKey }: KeyFiles): Promise<string> {
  if (publicKey !== undefined) return publicKey;
  const derived = await derivePublicKey(privateKey, path);
  await writeNew(`${path}.pub`, derived, PUBLIC);
  return derived;
}

async function writeNew(path: string, text: string, mode: number): Promise<void> {
  try {
    const file = await open(path, "wx", mode);
    try {
      await file.writeFile(text);
      await file.sync();
    } finally {
      await file.close();
    }
  } catch (error) {
    throw new PrerequisiteError("SSH_KEY_NOT_WRITTEN", `Could not write ${path}: ${String(error)}`, {
      hint: "Check who owns the directory and whether the disk has room.",
      details: { path },
      cause: error,
    });
  }
}

async function repair({ path, logger = silentLogger }: EnsureSshKeyOptions): Promise<void> {
  // Windows has no permission bits to repair.
  if (process.platform === "win32") return;
  const wanted: readonly (readonly [string, number])[] = [
    [dirname(path), 0o700],
    [path, PRIVATE],
    [`${path}.pub`, PUBLIC],
  ];
  for (const [file, mode] of wanted) {
    const found = (await stat(file)).mode & 0o777;
    if (found === mode) continue;
    await chmod(file, mode);
    logger.warn("repaired permissions of an SSH key", { path: file, was: found.toString(8), is: mode.toString(8) });
  }
}

function incomplete(path: string): ConflictError {
  return new ConflictError("SSH_KEY_INCOMPLETE", `${path}.pub is there, but not its private key.`, {
    hint: `Put the private key back at ${path}, or move ${path}.pub away to get a new pair.`,
    details: { path },
  });
}
