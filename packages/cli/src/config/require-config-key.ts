import { ValidationError } from "@azlin/core";
import { CONFIG_KEY_NAMES, isConfigKey, type ConfigKeyName } from "./config-keys.ts";

/** @throws ValidationError (`UNKNOWN_CONFIG_KEY`) for a name that is not a setting's. */
export function requireConfigKey(name: string): ConfigKeyName {
  if (isConfigKey(name)) return name;
  throw new ValidationError("UNKNOWN_CONFIG_KEY", `There is no setting '${name}'.`, {
    hint: `There are: ${CONFIG_KEY_NAMES.join(", ")}.`,
    details: { key: name },
  });
}
