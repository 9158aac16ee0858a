import { isTomlTable, readTomlFile, updateTomlFile, ValidationError } from "@azlin/core";

/** The table of the configuration file that held session names before tags did. */
const TABLE = "session_names";

/** A session name of the configuration file, by VM name. */
export interface ConfiguredSession {
  readonly vm: string;
  readonly session: string;
}

/**
 * Session names of a configuration file (deprecated, still read). A missing file has none.
 *
 * @throws ValidationError (`INVALID_CONFIG`) when the file is not TOML or the table is not one of texts; the file
 * stays as it is.
 */
export async function readConfiguredSessions(path: string): Promise<ConfiguredSession[]> {
  const table = (await readTomlFile(path))?.[TABLE];
  if (table === undefined) return [];
  if (!isTomlTable(table)) throw invalid(path, `'${TABLE}' is not a table`);
  return Object.entries(table).map(([vm, session]) => {
    if (typeof session !== "string") throw invalid(path, `the session of '${vm}' is not a text`);
    return { vm, session };
  });
}

/** Takes VMs out of the configuration file's table; everything else in the file stays as it is. */
export async function forgetConfiguredSessions(path: string, vms: readonly string[]): Promise<void> {
  await updateTomlFile(path, (document) => {
    for (const vm of vms) document.delete([TABLE, vm]);
  });
}

function invalid(path: string, what: string): ValidationError {
  return new ValidationError("INVALID_CONFIG", `In ${path}, ${what}.`, {
    hint: `Write it as  [${TABLE}]  with lines  vm-name = "session".`,
  });
}
