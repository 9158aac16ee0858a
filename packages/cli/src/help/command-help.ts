import type { ArgumentSpec, Command, RestSpec } from "../define-command.ts";
import { GLOBAL_SPECS, groupOf } from "../global-options.ts";
import { optionTerm } from "../option-names.ts";
import { definitionList } from "./definition-list.ts";

/** One line: how a command is called. */
export function commandUsage({ path, arguments: args = {}, rest }: Command): string {
  const words = ["Usage: azlin", path, "[options]", ...Object.entries(args).map(argumentTerm)];
  return [...words, ...(rest === undefined ? [] : [restTerm(rest)])].join(" ");
}

/** Everything about a command. */
export function commandHelp(command: Command): string {
  const { summary, description, examples = [], arguments: args = {}, options = {} } = command;
  const globals = Object.entries(GLOBAL_SPECS).filter(([name]) => {
    const group = groupOf(name);
    return group === undefined || command.uses?.includes(group) === true;
  });
  return [
    commandUsage(command),
    description === undefined ? `${summary}.` : `${summary}.\n\n${description}`,
    definitionList("Arguments", [
      ...Object.entries(args).map(([name, spec]) => [argumentName(name), withChoices(spec)] as const),
      ...(command.rest === undefined ? [] : [[`-- ${command.rest.value}`, command.rest.description] as const]),
    ]),
    definitionList(
      "Options",
      Object.entries(options).map(([name, spec]) => [optionTerm(name, spec), withChoices(spec)]),
    ),
    definitionList(
      "Global options",
      globals.map(([name, spec]) => [optionTerm(name, spec), withChoices(spec)]),
    ),
    definitionList("Examples", examples),
  ]
    .filter((section) => section !== "")
    .join("\n\n");
}

function argumentTerm([name, spec]: readonly [string, ArgumentSpec]): string {
  const term = argumentName(name) + (spec.variadic === true ? "..." : "");
  return spec.optional === true ? `[${term}]` : term;
}

/** `VM_NAME` for `vmName`. */
function argumentName(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter}`).toUpperCase();
}

function restTerm({ value, optional = false }: RestSpec): string {
  return optional ? `[-- ${value}]` : `-- ${value}`;
}

function withChoices({ description, choices }: { description: string; choices?: readonly string[] }): string {
  return choices === undefined ? description : `${description}; one of ${choices.join(", ")}`;
}
