import { loadCommands, pathsBelow } from "../commands/index.ts";
import { GLOBAL_SPECS } from "../global-options.ts";
import { optionTerm } from "../option-names.ts";
import { definitionList } from "./definition-list.ts";

/** One line: how the commands of a group are called. The empty path is the group of all. */
export function groupUsage(path: string): string {
  return ["Usage: azlin", path, "COMMAND [options]"].filter((word) => word !== "").join(" ");
}

/** The commands of a group, each with what it does. */
export async function groupHelp(path: string): Promise<string> {
  const commands = await loadCommands(pathsBelow(path));
  return [
    groupUsage(path),
    ...(path === "" ? ["Fleets of Azure VMs and short-lived environments, with a local Azure built in."] : []),
    definitionList(
      "Commands",
      commands.map((command) => [command.path, command.summary]),
    ),
    ...(path === "" ? [globalOptions()] : []),
    `'azlin help COMMAND' tells more about one.`,
  ].join("\n\n");
}

function globalOptions(): string {
  return definitionList(
    "Global options",
    Object.entries(GLOBAL_SPECS).map(([name, spec]) => [optionTerm(name, spec), spec.description]),
  );
}
