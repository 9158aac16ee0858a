import { resolve } from "node:path";
import { ConflictError } from "@azlin/core";
import { isThere } from "./is-there.ts";

/**
 * Path of a file that is to be written.
 *
 * @throws ConflictError (`FILE_EXISTS`) when something is there already, unless `replace`.
 */
export async function newFilePath(path: string, { replace }: { readonly replace: boolean }): Promise<string> {
  const file = resolve(path);
  if (replace || !(await isThere(file))) return file;
  throw new ConflictError("FILE_EXISTS", `${file} is there already.`, {
    hint: "Choose another name, or replace it with --force.",
    details: { file },
  });
}
