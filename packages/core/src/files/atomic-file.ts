import { basename, dirname, join, resolve } from "node:path";
import { errnoOf } from "../errors/errno-of.ts";
import { PrerequisiteError } from "../errors/families.ts";
import { systemClock, type Clock } from "../time/clock.ts";
import { randomGuid, systemRandom } from "../time/random.ts";
import { nodeFileSystem, type FileSystem } from "./file-system.ts";
import { ensurePrivateDirectory, type PrivateDirectoryOptions } from "./private-directory.ts";

/** Options of {@link writeFileAtomic}. */
export interface AtomicFileOptions extends PrivateDirectoryOptions {
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** Age from which a temporary file is taken for the rest of a writer that was killed. */
const ABANDONED_MS = 3_600_000;

const HINTS: Readonly<Record<string, string>> = {
  ENOSPC: "Free some disk space, then try again.",
  EDQUOT: "Your disk quota is used up: free some space, then try again.",
  EACCES: "Check who owns the file and its directory.",
  EPERM: "Check who owns the file and its directory.",
  EROFS: "The file system is read-only: set AZLIN_HOME to a directory that can be written.",
};

/**
 * Replaces a file so that readers, also after a crash or a power cut, find either the old content or the new one.
 * The file gets 0600, its directory 0700. A symbolic link stays one: the file it points to is replaced.
 *
 * @throws PrerequisiteError (`FILE_NOT_WRITTEN`) when it cannot be written; the old content is still there.
 */
export async function writeFileAtomic(path: string, text: string, options: AtomicFileOptions = {}): Promise<void> {
  const { fileSystem = nodeFileSystem } = options;
  try {
    await ensurePrivateDirectory(dirname(resolve(path)), options);
    const target = await resolveLink(path, fileSystem);
    await removeAbandoned(target, options);
    await replace(target, text, fileSystem);
  } catch (error) {
    throw new PrerequisiteError("FILE_NOT_WRITTEN", `Could not write ${path}: ${String(error)}`, {
      hint: HINTS[errnoOf(error) ?? ""] ?? "Check the path and its permissions.",
      details: { path },
      cause: error,
    });
  }
}

async function resolveLink(path: string, fileSystem: FileSystem): Promise<string> {
  try {
    return await fileSystem.realpath(path);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return resolve(path);
    throw error;
  }
}

async function replace(target: string, text: string, fileSystem: FileSystem): Promise<void> {
  const temporary = join(dirname(target), `${temporaryPrefix(target)}${randomGuid(systemRandom)}`);
  try {
    const file = await fileSystem.open(temporary, "wx", 0o600);
    try {
      await file.writeFile(text, "utf8");
      await file.sync();
    } finally {
      await file.close();
    }
    await fileSystem.rename(temporary, target);
  } catch (error) {
    await fileSystem.rm(temporary, { force: true });
    throw error;
  }
  await syncDirectory(dirname(target), fileSystem);
}

/** Without this a power cut may undo the rename. */
async function syncDirectory(path: string, fileSystem: FileSystem): Promise<void> {
  if (process.platform === "win32") return;
  const directory = await fileSystem.open(path, "r");
  try {
    await directory.sync();
  } finally {
    await directory.close();
  }
}

async function removeAbandoned(target: string, options: AtomicFileOptions): Promise<void> {
  const { fileSystem = nodeFileSystem, clock = systemClock } = options;
  const directory = dirname(target);
  for (const name of await fileSystem.readdir(directory)) {
    if (!name.startsWith(temporaryPrefix(target))) continue;
    const path = join(directory, name);
    const found = await fileSystem.stat(path).catch(() => undefined);
    if (found !== undefined && clock.now() - found.mtimeMs > ABANDONED_MS) await fileSystem.rm(path, { force: true });
  }
}

function temporaryPrefix(target: string): string {
  return `.${basename(target)}.tmp-`;
}
