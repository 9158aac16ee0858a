import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { PrerequisiteError } from "@azlin/core";

/**
 * Text of a file with cloud-init.
 *
 * @throws PrerequisiteError (`FILE_NOT_READ`).
 */
export async function readCloudInit(path: string): Promise<string> {
  const file = resolve(path);
  return readFile(file, "utf8").catch((cause: unknown) => {
    throw new PrerequisiteError("FILE_NOT_READ", `${file} cannot be read.`, {
      hint: "Check the path and its permissions.",
      cause,
    });
  });
}
