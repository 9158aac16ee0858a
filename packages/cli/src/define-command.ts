import type { Context } from "./context.ts";
import type { GlobalGroup } from "./global-options.ts";
import type { Report } from "./render/report.ts";

/** A positional argument of a command. */
export interface ArgumentSpec {
  readonly description: string;
  /** May be left out. Default false. */
  readonly optional?: boolean;
  /** Takes all that is left; only the last argument can. Default false. */
  readonly variadic?: boolean;
  readonly choices?: readonly string[];
}

interface OptionBase {
  readonly description: string;
  /** Another spelling: `-o`, `--rg`. */
  readonly alias?: string;
  /** Name of the value in help texts; absent for flags. */
  readonly value?: string;
  readonly choices?: readonly string[];
}

/** An option without a value. `negatable` adds `--no-…`; the value is then undefined when neither was given. */
export interface FlagSpec extends OptionBase {
  readonly kind: "flag";
  readonly negatable?: boolean;
}

/** An option with a text. */
export interface TextSpec extends OptionBase {
  readonly kind: "text";
  readonly value: string;
}

/** An option with a number. */
export interface NumberSpec extends OptionBase {
  readonly kind: "number";
  readonly value: string;
  readonly minimum?: number;
  readonly maximum?: number;
  /** Default false: whole numbers only. */
  readonly fraction?: boolean;
}

/** An option that may be repeated. */
export interface ListSpec extends OptionBase {
  readonly kind: "list";
  readonly value: string;
}

/** An option of a command; its name on the command line is the key in kebab-case. */
export type OptionSpec = FlagSpec | TextSpec | NumberSpec | ListSpec;

/** What stands after `--`: a command for a VM, its words kept apart. */
export interface RestSpec {
  /** As shown in usages: `CMD`. */
  readonly value: string;
  readonly description: string;
  /** May be left out. Default false. */
  readonly optional?: boolean;
}

/** Arguments of a command by name, in order. */
export type Arguments = Readonly<Record<string, ArgumentSpec>>;

/** Options of a command by name. */
export type Options = Readonly<Record<string, OptionSpec>>;

type ArgumentValue<A extends ArgumentSpec> = A extends { readonly variadic: true }
  ? readonly string[]
  : A extends { readonly optional: true }
    ? string | undefined
    : string;

type OptionValue<O extends OptionSpec> = O extends { readonly kind: "flag"; readonly negatable: true }
  ? boolean | undefined
  : O["kind"] extends "flag"
    ? boolean
    : O["kind"] extends "number"
      ? number | undefined
      : O["kind"] extends "list"
        ? readonly string[]
        : string | undefined;

/** What a command is given: its arguments and options by name. */
export type CommandInput<A extends Arguments, O extends Options> = {
  readonly [K in keyof A]: ArgumentValue<A[K]>;
} & { readonly [K in keyof O]: OptionValue<O[K]> } & {
  /** What stood after `--`; empty for commands without a {@link RestSpec}. */
  readonly rest: readonly string[];
};

/** A command is data: what it is called, what it takes, and the function that does it. */
export interface CommandDefinition<A extends Arguments = Arguments, O extends Options = Options> {
  /** As it is typed: `local fault set`. */
  readonly path: string;
  /** One line for lists of commands. */
  readonly summary: string;
  /** More for its own help. */
  readonly description?: string;
  /** Whole command lines with what they do. */
  readonly examples?: readonly (readonly [line: string, meaning: string])[];
  readonly arguments?: A;
  readonly options?: O;
  readonly rest?: RestSpec;
  /** Names of arguments and options of which at most one may be given. */
  readonly exclusive?: readonly (readonly string[])[];
  /** Groups of global options that it heeds; the others are refused, as they would do nothing. */
  readonly uses?: readonly GlobalGroup[];
  /**
   * Milliseconds that it may go on after Ctrl-C or `--timeout`, to leave nothing half done. Default 10,000 for a command
   * that changes something, else 0.
   */
  readonly graceMs?: number;
  readonly run: (args: CommandInput<A, O>, context: Context) => Promise<Report>;
}

/** A command of any shape, as the rest of the program handles it. */
export interface Command extends Omit<CommandDefinition, "run"> {
  readonly run: (args: Readonly<Record<string, unknown>>, context: Context) => Promise<Report>;
}

/** Declares a command; its `run` sees arguments and options with their types. */
export function defineCommand<const A extends Arguments = {}, const O extends Options = {}>(
  definition: CommandDefinition<A, O>,
): Command {
  return definition as unknown as Command;
}
