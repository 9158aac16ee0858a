import { ValidationError, type TomlValue } from "@azlin/core";
import { configKey, type ConfigKey, type ConfigKeyName } from "./config-keys.ts";

/** Value of a key: one text, or a list of them. */
export type ConfigValue = string | readonly string[];

/**
 * A value as the configuration file holds it.
 *
 * @param source - where it is from, for messages: the path of the file.
 * @throws ValidationError (`INVALID_CONFIG`) when it is not of the key's kind.
 */
export function parseConfigValue(name: ConfigKeyName, value: TomlValue, source: string): ConfigValue {
  const key = configKey(name);
  if (key.kind === "list") {
    if (Array.isArray(value) && value.every((item) => typeof item === "string" && item !== "")) {
      return value as string[];
    }
  } else if (typeof value === "string" && isAllowed(key, value)) return value;
  throw new ValidationError("INVALID_CONFIG", `${source}: '${name}' is not ${expectation(key)}.`, {
    hint: `Correct it with 'azlin config set ${name} …', or edit the file.`,
    details: { path: source, key: name },
  });
}

/**
 * A value as it is typed: lists are separated by commas.
 *
 * @param source - where it was typed, for messages: `AZLIN_CLOUD`.
 * @throws ValidationError (`INVALID_CONFIG_VALUE`) when the key does not take it.
 */
export function parseConfigText(name: ConfigKeyName, text: string, source: string = name): ConfigValue {
  const key = configKey(name);
  const items = text.split(",").map((item) => item.trim());
  if (key.kind === "list" && items.every((item) => item !== "")) return items;
  if (key.kind === "text" && isAllowed(key, text)) return text;
  throw new ValidationError("INVALID_CONFIG_VALUE", `${source}: '${text}' is not ${expectation(key)}.`, {
    hint: `'${name}' is: ${key.description}.`,
    details: { key: name },
  });
}

function isAllowed({ choices }: ConfigKey, text: string): boolean {
  return text !== "" && (choices === undefined || choices.includes(text));
}

function expectation({ kind, choices }: ConfigKey): string {
  if (kind === "list") return "a list of texts";
  return choices === undefined ? "a text" : `one of ${choices.join(", ")}`;
}
