import { readFile, realpath } from "node:fs/promises";
import { errnoOf } from "../errors/errno-of.ts";
import { PrerequisiteError, ValidationError } from "../errors/families.ts";
import { writeFileAtomic, type AtomicFileOptions } from "./atomic-file.ts";
import { withFileLock, type FileLockOptions } from "./file-lock.ts";
import { parseToml, TomlDocument } from "./toml-document.ts";
import type { TomlTable } from "./toml-value.ts";

/** Options of {@link updateTomlFile}. */
export interface UpdateTomlFileOptions extends AtomicFileOptions, FileLockOptions {}

const BOM = "\uFEFF";

/**
 * Reads a TOML file; `undefined` when there is none.
 *
 * @throws ValidationError (`INVALID_CONFIG`) naming file, line and column; PrerequisiteError (`CONFIG_UNREADABLE`) when
 * the file is there but cannot be read.
 */
export async function readTomlFile(path: string): Promise<TomlTable | undefined> {
  const text = await readText(path);
  return text === undefined ? undefined : parseToml(withoutBom(text), path);
}

/**
 * Edits a TOML file under its lock: comments, order, spacing and unknown keys stay, and updates made by other processes
 * at the same time are not lost. A missing file starts empty; a file that stays the same is not written.
 *
 * @param edit - changes the document; runs once, under the lock.
 * @returns whether the file was written.
 * @throws what {@link readTomlFile}, {@link withFileLock} and {@link writeFileAtomic} throw, and what `edit` throws; the
 * file is then as it was.
 */
export async function updateTomlFile(
  path: string,
  edit: (document: TomlDocument) => void,
  options: UpdateTomlFileOptions = {},
): Promise<boolean> {
  return withFileLock(await lockedPath(path), options, async (signal) => {
    const text = (await readText(path)) ?? "";
    const content = withoutBom(text);
    const document = new TomlDocument(content, path);
    edit(document);
    const edited = document.toString();
    if (edited === content) return false;
    signal.throwIfAborted();
    await writeFileAtomic(path, text.startsWith(BOM) ? BOM + edited : edited, options);
    return true;
  });
}

/** One lock for a file, by whichever link it is reached. */
async function lockedPath(path: string): Promise<string> {
  return realpath(path).catch(() => path);
}

async function readText(path: string): Promise<string | undefined> {
  let bytes: Uint8Array;
  try {
    bytes = await readFile(path);
  } catch (error) {
    if (errnoOf(error) === "ENOENT") return undefined;
    throw new PrerequisiteError("CONFIG_UNREADABLE", `Could not read ${path}: ${String(error)}`, {
      hint: "Check that it is a file and that you may read it; nothing was changed.",
      details: { path },
      cause: error,
    });
  }
  return decode(bytes, path);
}

function decode(bytes: Uint8Array, path: string): string {
  try {
    return new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch (error) {
    throw new ValidationError("INVALID_CONFIG", `${path} is not UTF-8 text.`, {
      hint: "Save it as UTF-8; the file was left as it is.",
      details: { path },
      cause: error,
    });
  }
}

function withoutBom(text: string): string {
  return text.startsWith(BOM) ? text.slice(BOM.length) : text;
}
