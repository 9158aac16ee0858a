import type { Environment } from "@azlin/core";
import type { GlobalValues } from "../global-options.ts";
import { CONFIG_KEY_NAMES, configKey, type ConfigKeyName } from "./config-keys.ts";
import { parseConfigText, type ConfigValue } from "./config-value.ts";
import type { LoadedConfig } from "./load-config.ts";

/** Where a setting is from. */
export type SettingSource = "option" | "environment" | "config" | "default" | "unset";

/** A setting in force, and who decided it. */
export interface Setting {
  readonly name: ConfigKeyName;
  readonly value: ConfigValue | null;
  readonly source: SettingSource;
}

/** What commands go by. */
export interface Settings {
  readonly cloud: "azure" | "local";
  readonly transport: "sdk" | "az-token" | "az-rest";
  /** Empty: every enabled subscription that the credential sees. */
  readonly subscriptionIds: readonly string[];
  readonly defaultResourceGroup: string | undefined;
  readonly defaultRegion: string;
  readonly defaultVmSize: string;
  readonly sshUser: string;
  readonly sshKey: string | undefined;
  readonly sshJumpHost: string | undefined;
  readonly notificationCommand: string | undefined;
  readonly azPath: string | undefined;
  readonly configPath: string;
}

/** Everything that has a say. */
export interface SettingsFacts {
  readonly globals: GlobalValues;
  readonly env: Environment;
  readonly config: LoadedConfig;
}

/**
 * All settings with their sources: options win over the environment, that over the file, that over defaults.
 *
 * @throws ValidationError (`INVALID_CONFIG_VALUE`) for a variable with a value that the setting does not take.
 */
export function explainSettings(facts: SettingsFacts): readonly Setting[] {
  return CONFIG_KEY_NAMES.map((name) => explain(name, facts));
}

/** The settings in force; see {@link explainSettings}. */
export function resolveSettings(facts: SettingsFacts): Settings {
  const values = Object.fromEntries(explainSettings(facts).map(({ name, value }) => [name, value ?? undefined]));
  const text = (name: ConfigKeyName): string | undefined => values[name] as string | undefined;
  return {
    cloud: text("cloud") as Settings["cloud"],
    transport: text("transport") as Settings["transport"],
    subscriptionIds: (values["subscriptions"] as readonly string[] | undefined) ?? [],
    defaultResourceGroup: text("default_resource_group"),
    defaultRegion: text("default_region")!,
    defaultVmSize: text("default_vm_size")!,
    sshUser: text("ssh_user")!,
    sshKey: text("ssh_key"),
    sshJumpHost: text("ssh_jump_host"),
    notificationCommand: text("notification_command"),
    azPath: text("az_path"),
    configPath: facts.config.path,
  };
}

function explain(name: ConfigKeyName, { globals, env, config }: SettingsFacts): Setting {
  const key = configKey(name);
  const option = key.option === undefined ? undefined : globals[key.option];
  if (option !== undefined && option.length > 0) return { name, value: option, source: "option" };
  const variable = key.env === undefined ? undefined : env[key.env];
  if (variable !== undefined && variable !== "") {
    return { name, value: parseConfigText(name, variable, key.env), source: "environment" };
  }
  const configured = config.values[name];
  if (configured !== undefined) return { name, value: configured, source: "config" };
  return key.default === undefined
    ? { name, value: null, source: "unset" }
    : { name, value: key.default, source: "default" };
}
