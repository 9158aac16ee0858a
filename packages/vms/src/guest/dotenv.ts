import { ValidationError } from "@azlin/core";
import { checkEnvName, type EnvVariables } from "./env-block.ts";

/**
 * Reads the `KEY=VALUE` lines of a `.env` file. Comments, empty lines, `export` and quotes around values are known.
 *
 * @throws ValidationError (`INVALID_ENV_FILE`) naming the line; (`INVALID_ENV_NAME`).
 */
export function parseDotenv(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const [index, line] of text.split(/\r?\n/).entries()) {
    const content = line.trim();
    if (content === "" || content.startsWith("#")) continue;
    const [, name, value] = /^(?:export\s+)?([^=\s]+)\s*=\s*(.*)$/s.exec(content) ?? [];
    if (name === undefined) throw notAnAssignment(index + 1);
    variables[checkEnvName(name)] = valueOf(value!);
  }
  return variables;
}

/** Writes variables as a `.env` file. */
export function formatDotenv(variables: EnvVariables): string {
  return Object.entries(variables)
    .map(([name, value]) => `${name}=${/^[\w./:@%+,-]*$/.test(value) ? value : quoted(value)}\n`)
    .join("");
}

function quoted(value: string): string {
  return `"${value.replaceAll(/["\\]/g, String.raw`\$&`)}"`;
}

function valueOf(text: string): string {
  const single = /^'([^']*)'\s*(?:#.*)?$/s.exec(text)?.[1];
  if (single !== undefined) return single;
  const double = /^"((?:[^"\\]|\\.)*)"\s*(?:#.*)?$/s.exec(text)?.[1];
  if (double !== undefined) return double.replaceAll(/\\(["\\$`])/g, "$1");
  return text.replace(/\s+#.*$/s, "");
}

function notAnAssignment(line: number): ValidationError {
  return new ValidationError("INVALID_ENV_FILE", `Line ${line} of the file is not KEY=VALUE.`, {
    hint: "Write one variable to a line; comments begin with '#'.",
    details: { line },
  });
}
