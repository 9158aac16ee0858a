import { PrerequisiteError, readTomlFile, type TomlTable } from "@azlin/core";
import { CONFIG_KEY_NAMES, type ConfigKeyName } from "./config-keys.ts";
import { parseConfigValue, type ConfigValue } from "./config-value.ts";

/** The configuration file as read. */
export interface LoadedConfig {
  readonly path: string;
  /** Values of the keys that azlin reads. */
  readonly values: Readonly<Partial<Record<ConfigKeyName, ConfigValue>>>;
  /** Everything in the file, as it stands there. */
  readonly table: TomlTable;
}

/** Which file. */
export interface ConfigSource {
  readonly path: string;
  /** Whether the user named the file, so that it has to be there. */
  readonly isNamed: boolean;
}

/**
 * Reads the configuration file; one that is not there is empty.
 *
 * @throws ValidationError (`INVALID_CONFIG`) when it is not TOML or a value is not of its kind; PrerequisiteError
 * (`CONFIG_UNREADABLE`; `CONFIG_NOT_FOUND` when the user named a file that is not there).
 */
export async function loadConfig({ path, isNamed }: ConfigSource): Promise<LoadedConfig> {
  const table = await readTomlFile(path);
  if (table === undefined && isNamed) {
    throw new PrerequisiteError("CONFIG_NOT_FOUND", `There is no configuration file ${path}.`, {
      hint: "Check the path, or leave --config out.",
      details: { path },
    });
  }
  const present = CONFIG_KEY_NAMES.flatMap((name) => {
    const value = table?.[name];
    return value === undefined ? [] : [[name, parseConfigValue(name, value, path)] as const];
  });
  return { path, table: table ?? {}, values: Object.fromEntries(present) };
}
