import { readFile, rm } from "node:fs/promises";
import { writeFileAtomic } from "@azlin/core";

/** Writes this process's id (0600). @throws PrerequisiteError (`FILE_NOT_WRITTEN`). */
export async function writePidFile(path: string): Promise<void> {
  await writeFileAtomic(path, `${process.pid}\n`);
}

/** The process id in a file; `undefined` when there is none, or something else. It may be that of a dead process. */
export async function readPidFile(path: string): Promise<number | undefined> {
  const text = await readFile(path, "utf8").catch(() => "");
  return /^\s*[1-9]\d{0,9}\s*$/.test(text) ? Number(text) : undefined;
}

/** Removes the file unless it is another process's by now. */
export async function removePidFile(path: string, pid: number): Promise<void> {
  if ((await readPidFile(path)) === pid) await rm(path, { force: true });
}
