import { stat } from "node:fs/promises";
import { PrerequisiteError, readTomlFile } from "@azlin/core";
import { EMPTY_CONFIG, parseLifecycleConfig, type LifecycleConfig } from "./parse-lifecycle-config.ts";

/**
 * Reads the file; a missing one is an empty one.
 *
 * @throws ValidationError (`INVALID_CONFIG` with line and column, `INVALID_LIFECYCLE_CONFIG` with the fields);
 * PrerequisiteError (`CONFIG_UNREADABLE`; `FILE_NOT_PRIVATE` when others can write it, as it names programs to run).
 */
export async function readLifecycleConfig(path: string): Promise<LifecycleConfig> {
  await requireNotWritableByOthers(path);
  const table = await readTomlFile(path);
  return table === undefined ? EMPTY_CONFIG : parseLifecycleConfig(table, path);
}

async function requireNotWritableByOthers(path: string): Promise<void> {
  const found = await stat(path).catch(() => undefined);
  // Windows has neither owners nor modes.
  if (found === undefined || process.platform === "win32") return;
  const isOurs = found.uid === process.getuid?.() || found.uid === 0;
  if (isOurs && (found.mode & 0o022) === 0) return;
  throw new PrerequisiteError("FILE_NOT_PRIVATE", `${path} can be written by others, and it names programs to run.`, {
    hint: `See what it says, then run 'chmod 600 ${path}'.`,
    details: { path },
  });
}
