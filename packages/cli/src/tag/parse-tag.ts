import { ValidationError } from "@azlin/core";
import { MAX_TAG_VALUE_LENGTH, TAG_KEYS } from "@azlin/tags";

/** Longest name of a tag, and the characters it may not hold: Azure's rules. */
const MAX_NAME_LENGTH = 512;
const FORBIDDEN = /[<>%&\\?/]/;
const RESERVED: ReadonlySet<string> = new Set(Object.values(TAG_KEYS));

/**
 * A tag as it is typed: `KEY=VALUE`.
 *
 * @throws ValidationError (`INVALID_TAG`, `RESERVED_TAG`) before anything is sent.
 */
export function parseTag(text: string): readonly [name: string, value: string] {
  const at = text.indexOf("=");
  if (at < 1) throw invalid(`'${text}' is not a tag.`, "Write KEY=VALUE.");
  const value = text.slice(at + 1);
  if (value.length > MAX_TAG_VALUE_LENGTH) {
    throw invalid(
      `The value of '${text.slice(0, at)}' is too long.`,
      `Use at most ${MAX_TAG_VALUE_LENGTH} characters.`,
    );
  }
  return [parseTagName(text.slice(0, at)), value];
}

/**
 * Name of a tag that people may change.
 *
 * @throws ValidationError (`INVALID_TAG`; `RESERVED_TAG` for those that azlin keeps itself).
 */
export function parseTagName(name: string): string {
  if (name === "" || name.length > MAX_NAME_LENGTH || FORBIDDEN.test(name)) {
    throw invalid(
      `'${name}' cannot be the name of a tag.`,
      `Use at most ${MAX_NAME_LENGTH} characters, none of <>%&\\?/.`,
    );
  }
  if (!RESERVED.has(name.toLowerCase())) return name;
  throw new ValidationError("RESERVED_TAG", `azlin keeps the tag '${name}' itself.`, {
    hint: "Session names are changed with 'azlin session'.",
    details: { name },
  });
}

function invalid(message: string, hint: string): ValidationError {
  return new ValidationError("INVALID_TAG", message, { hint });
}
