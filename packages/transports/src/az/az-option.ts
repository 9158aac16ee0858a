import { ValidationError } from "@azlin/core";

/**
 * One `--name=value` argument of az.
 *
 * az replaces a value that begins with `@` by the content of the file it names, so such a value is refused.
 * The `=` form keeps a value that begins with `-` a value.
 *
 * @throws ValidationError (`AZ_ARGUMENT_REFUSED`) for a value that begins with `@` or holds a control character.
 */
export function azOption(name: string, value: string): string {
  // oxlint-disable-next-line no-control-regex -- control characters are what is looked for
  if (value.startsWith("@") || /[\u0000-\u001f]/.test(value)) {
    throw new ValidationError("AZ_ARGUMENT_REFUSED", `The value for az's --${name} cannot be passed on safely.`, {
      hint: "Values may not begin with '@' or hold control characters.",
    });
  }
  return `--${name}=${value}`;
}
