import { readTomlFile } from "@azlin/core";
import { EMPTY_CONFIG, parseLifecycleConfig, type LifecycleConfig } from "./parse-lifecycle-config.ts";

/**
 * Reads the file; a missing one is an empty one.
 *
 * @throws ValidationError (`INVALID_CONFIG` with line and column, `INVALID_LIFECYCLE_CONFIG` with the fields);
 * PrerequisiteError (`CONFIG_UNREADABLE`).
 */
export async function readLifecycleConfig(path: string): Promise<LifecycleConfig> {
  const table = await readTomlFile(path);
  return table === undefined ? EMPTY_CONFIG : parseLifecycleConfig(table, path);
}
