import { ValidationError } from "@azlin/core";

/** First line of the block of `~/.bashrc` that azlin keeps. */
export const ENV_START = "# AZLIN_ENV_START - Do not edit this section manually";

/** Last line of it. */
export const ENV_END = "# AZLIN_ENV_END";

/** Variables by name. */
export type EnvVariables = Readonly<Record<string, string>>;

/** A change to the block. */
export interface EnvChange {
  /** Takes all variables away before the rest. Default false. */
  readonly clear?: boolean;
  readonly set?: EnvVariables;
  readonly delete?: readonly string[];
}

/** A value may hold what JavaScript, but no shell, takes for the end of a line. */
const EXPORT = /^export ([A-Za-z_][A-Za-z0-9_]*)=(.*)$/s;

/**
 * The variables of the block in a `.bashrc`; empty without one.
 *
 * @throws ValidationError (`ENV_BLOCK_BROKEN`) when the block has no end.
 */
export function readEnvBlock(text: string): Record<string, string> {
  const variables: Record<string, string> = {};
  for (const line of splitBlock(text).block) {
    const [, name, value] = EXPORT.exec(line) ?? [];
    if (name !== undefined) variables[name] = unquote(value!);
  }
  return variables;
}

/**
 * A `.bashrc` with its block changed; what is outside of the block stays as it is, byte for byte. A block without
 * variables is taken away.
 *
 * @throws ValidationError (`INVALID_ENV_NAME`, `INVALID_ENV_VALUE`, `ENV_BLOCK_BROKEN`).
 */
export function editEnvBlock(text: string, change: EnvChange): string {
  const { before, after } = splitBlock(text);
  const variables = change.clear === true ? {} : readEnvBlock(text);
  for (const name of change.delete ?? []) delete variables[name];
  for (const [name, value] of Object.entries(change.set ?? {})) variables[checkEnvName(name)] = checkValue(name, value);
  const lines = Object.entries(variables).map(([name, value]) => `export ${name}=${quote(value)}\n`);
  const block = lines.length === 0 ? "" : `${ENV_START}\n${lines.join("")}${ENV_END}\n`;
  const gap = before === "" || before.endsWith("\n") || block === "" ? "" : "\n";
  return `${before}${gap}${block}${after}`;
}

/**
 * Checks the name of a variable.
 *
 * @throws ValidationError (`INVALID_ENV_NAME`).
 */
export function checkEnvName(name: string): string {
  if (/^[A-Za-z_][A-Za-z0-9_]*$/.test(name)) return name;
  throw new ValidationError("INVALID_ENV_NAME", `'${name}' cannot be the name of a variable.`, {
    hint: "Use letters, digits and '_', no digit first.",
    details: { name },
  });
}

function checkValue(name: string, value: string): string {
  // oxlint-disable-next-line no-control-regex -- these are what is refused
  if (!/[\0\n\r]/.test(value)) return value;
  throw new ValidationError("INVALID_ENV_VALUE", `The value of ${name} has more than one line.`, {
    hint: "Keep it in a file on the VM, and let the variable name the file.",
    details: { name },
  });
}

function splitBlock(text: string): { before: string; block: string[]; after: string } {
  const start = lineAt(text, ENV_START, 0);
  if (start < 0) return { before: text, block: [], after: "" };
  const end = lineAt(text, ENV_END, start);
  if (end < 0) {
    throw new ValidationError("ENV_BLOCK_BROKEN", `The block of variables in ~/.bashrc has no line '${ENV_END}'.`, {
      hint: "Put the line back at the end of the block, or take its first line away.",
    });
  }
  return {
    before: text.slice(0, start),
    block: text.slice(start, end).split("\n"),
    after: text.slice(end + ENV_END.length).replace(/^\n/, ""),
  };
}

/** Where a whole line stands; -1 when there is none. */
function lineAt(text: string, line: string, from: number): number {
  if (from === 0 && (text === line || text.startsWith(`${line}\n`))) return 0;
  const at = text.indexOf(`\n${line}`, from);
  if (at < 0) return -1;
  const next = text[at + 1 + line.length];
  return next === undefined || next === "\n" ? at + 1 : lineAt(text, line, at + 1);
}

function quote(value: string): string {
  return `'${value.replaceAll("'", String.raw`'\''`)}'`;
}

/** What a shell makes of a word: ours is in single quotes, earlier versions wrote double ones or none. */
function unquote(word: string): string {
  return word.replaceAll(/'[^']*'|"(?:[^"\\]|\\.)*"|\\./gs, (part) => {
    if (part.startsWith("'")) return part.slice(1, -1);
    return part.startsWith('"') ? part.slice(1, -1).replaceAll(/\\([\\"$`])/g, "$1") : part.slice(1);
  });
}
