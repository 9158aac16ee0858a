import { readFile } from "node:fs/promises";
import { PrerequisiteError } from "@azlin/core";

/**
 * Text of a file; `undefined` when there is none.
 *
 * @throws PrerequisiteError (`FILE_UNREADABLE`) when it is there but cannot be read.
 */
export async function readText(path: string): Promise<string | undefined> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw new PrerequisiteError("FILE_UNREADABLE", `Could not read ${path}: ${String(error)}`, {
      hint: "Check that it is a file and that you may read it; nothing was changed.",
      details: { path },
      cause: error,
    });
  }
}
