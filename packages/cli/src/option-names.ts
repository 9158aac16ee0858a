import type { OptionSpec } from "./define-command.ts";

/** `--vm-size` for `vmSize`. */
export function longFlag(name: string): string {
  return `--${name.replaceAll(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`)}`;
}

/** All spellings of an option, the long one last: `-o`, `--output`. */
export function spellings(name: string, spec: OptionSpec): readonly string[] {
  const negated = spec.kind === "flag" && spec.negatable === true ? [`--no-${longFlag(name).slice(2)}`] : [];
  return [...(spec.alias === undefined ? [] : [spec.alias]), longFlag(name), ...negated];
}

/** How an option is shown in help: `-o, --output FORMAT`. */
export function optionTerm(name: string, spec: OptionSpec): string {
  const names = spellings(name, spec).join(", ");
  return spec.value === undefined ? names : `${names} ${spec.value}`;
}
