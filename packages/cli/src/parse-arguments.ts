import { Argument, Command as Parser, CommanderError, InvalidArgumentError, Option } from "commander";
import type { ArgumentSpec, Command, NumberSpec, OptionSpec } from "./define-command.ts";
import { GLOBAL_SPECS, groupOf, type GlobalValues } from "./global-options.ts";
import { commandUsage } from "./help/command-help.ts";
import { longFlag } from "./option-names.ts";
import { UsageError } from "./usage-error.ts";

/** A command line, understood. */
export interface ParsedArguments {
  /** Arguments and options of the command by name. */
  readonly args: Readonly<Record<string, unknown>>;
  readonly globals: GlobalValues;
}

/**
 * Reads what follows a command's path.
 *
 * @throws UsageError for everything that the command does not take.
 */
export function parseArguments(command: Command, words: readonly string[]): ParsedArguments {
  const parser = parserOf(command);
  const [own, rest] = command.rest === undefined ? [words, []] : splitAtRest(words);
  try {
    parser.parse(own, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    throw usageError(command, sentence(error.message));
  }
  const options = parser.opts<Record<string, unknown>>();
  const positional = Object.keys(command.arguments ?? {}).map((name, index) => [name, parser.processedArgs[index]]);
  const chosen = Object.entries(command.options ?? {}).map(([name, spec]) => [name, valueOf(options[name], spec)]);
  const globals = Object.entries(GLOBAL_SPECS).map(([name, spec]) => [name, valueOf(options[name], spec)]);
  const parsed = {
    args: { ...(Object.fromEntries([...positional, ...chosen]) as Record<string, unknown>), rest },
    globals: Object.fromEntries(globals) as GlobalValues,
  };
  if (rest.length === 0 && command.rest !== undefined && command.rest.optional !== true) {
    throw usageError(command, `What to run is missing: '-- ${command.rest.value}'.`);
  }
  refuseUnused(command, parsed.globals);
  refuseExclusive(command, parsed.args);
  return parsed;
}

/** The words before and after `--`. */
function splitAtRest(words: readonly string[]): [own: readonly string[], rest: readonly string[]] {
  const at = words.indexOf("--");
  return at < 0 ? [words, []] : [words.slice(0, at), words.slice(at + 1)];
}

/** The error for a command line that a command does not take. */
export function usageError(command: Command, message: string): UsageError {
  return new UsageError(message, commandUsage(command), `See 'azlin ${command.path} --help'.`);
}

function parserOf(command: Command): Parser {
  const parser = new Parser(command.path).exitOverride().helpOption(false).allowExcessArguments(false);
  parser.configureOutput({ writeOut: () => {}, writeErr: () => {} });
  for (const [name, spec] of Object.entries(command.arguments ?? {})) parser.addArgument(argumentOf(name, spec));
  const options = { ...GLOBAL_SPECS, ...command.options };
  for (const [name, spec] of Object.entries(options)) {
    for (const option of optionsOf(name, spec)) parser.addOption(option);
  }
  return parser;
}

function argumentOf(name: string, spec: ArgumentSpec): Argument {
  const text = spec.variadic === true ? `${name}...` : name;
  const argument = new Argument(spec.optional === true ? `[${text}]` : `<${text}>`);
  return spec.choices === undefined ? argument : argument.choices(spec.choices);
}

function optionsOf(name: string, spec: OptionSpec): Option[] {
  const long = longFlag(name);
  const flags = spec.alias === undefined ? long : `${spec.alias}, ${long}`;
  if (spec.kind === "flag") {
    const option = new Option(flags);
    return spec.negatable === true ? [option, new Option(`--no-${long.slice(2)}`)] : [option];
  }
  const option = new Option(`${flags} <${spec.value}>`);
  if (spec.choices !== undefined) option.choices(spec.choices);
  if (spec.kind === "number") option.argParser((text) => parseNumber(text, spec));
  if (spec.kind === "list") option.argParser((text, before: string[] | undefined) => [...(before ?? []), text]);
  return [option];
}

function parseNumber(text: string, { minimum, maximum, fraction }: NumberSpec): number {
  const value = text.trim() === "" ? Number.NaN : Number(text);
  if (!Number.isFinite(value)) throw new InvalidArgumentError("It is not a number.");
  if (fraction !== true && !Number.isInteger(value)) throw new InvalidArgumentError("It is not a whole number.");
  if (minimum !== undefined && value < minimum) throw new InvalidArgumentError(`It is less than ${minimum}.`);
  if (maximum !== undefined && value > maximum) throw new InvalidArgumentError(`It is more than ${maximum}.`);
  return value;
}

function valueOf(value: unknown, spec: OptionSpec): unknown {
  if (spec.kind === "list") return value ?? [];
  if (spec.kind === "flag" && spec.negatable !== true) return value === true;
  return value;
}

function refuseUnused(command: Command, globals: GlobalValues): void {
  for (const [name, value] of Object.entries(globals)) {
    const group = groupOf(name);
    if (group === undefined || command.uses?.includes(group) === true || !isGiven(value)) continue;
    throw usageError(command, `The option ${longFlag(name)} does nothing with 'azlin ${command.path}'.`);
  }
}

function refuseExclusive(command: Command, args: Readonly<Record<string, unknown>>): void {
  for (const group of command.exclusive ?? []) {
    const [first, second] = group.filter((name) => isGiven(args[name])).map((name) => spelled(command, name));
    if (second !== undefined) throw usageError(command, `${first} and ${second} cannot be used together.`);
  }
}

function spelled(command: Command, name: string): string {
  return command.options?.[name] === undefined ? name.toUpperCase() : longFlag(name);
}

function isGiven(value: unknown): boolean {
  return value !== undefined && value !== false && !(Array.isArray(value) && value.length === 0);
}

/** commander's messages as sentences: `error: unknown option '--x'`. */
function sentence(message: string): string {
  const text = message.replace(/^error: /, "");
  const capitalized = text.slice(0, 1).toUpperCase() + text.slice(1);
  return /[.?)]$/.test(capitalized) ? capitalized : `${capitalized}.`;
}
