import { link, open, rename, rm } from "node:fs/promises";
import { resolve } from "node:path";
import { ConflictError, PrerequisiteError, randomGuid, systemRandom } from "@azlin/core";

/** A file that the user named. */
export interface UserFile {
  readonly path: string;
  readonly text: string;
  /** Permission bits. */
  readonly mode: number;
  /** Replace one that is there. */
  readonly isForced: boolean;
}

/**
 * Writes a file where the user wants it; readers never see half of it. Unlike azlin's own files it leaves the
 * directory as it is.
 *
 * @returns the full path.
 * @throws ConflictError (`FILE_EXISTS`); PrerequisiteError (`FILE_NOT_WRITTEN`).
 */
export async function writeUserFile({ path, text, mode, isForced }: UserFile): Promise<string> {
  const target = resolve(path);
  const temporary = `${target}.azlin-${randomGuid(systemRandom)}`;
  try {
    await write(temporary, text, mode);
    // A link is never put over a file that is there, a rename always.
    await (isForced ? rename(temporary, target) : link(temporary, target));
    return target;
  } catch (error) {
    throw (error as NodeJS.ErrnoException).code === "EEXIST" ? exists(target) : notWritten(target, error);
  } finally {
    await rm(temporary, { force: true });
  }
}

async function write(path: string, text: string, mode: number): Promise<void> {
  const file = await open(path, "wx", mode);
  try {
    await file.writeFile(text);
    await file.sync();
  } finally {
    await file.close();
  }
}

function exists(path: string): ConflictError {
  return new ConflictError("FILE_EXISTS", `There is a file ${path} already.`, {
    hint: "Name another one, or add --force to replace it.",
    details: { path },
  });
}

function notWritten(path: string, cause: unknown): PrerequisiteError {
  return new PrerequisiteError("FILE_NOT_WRITTEN", `Could not write ${path}: ${String(cause)}`, {
    hint: "Check the path and who owns its directory.",
    details: { path },
    cause,
  });
}
