import type { Command } from "../../src/define-command.ts";
import { commandHelp, commandUsage } from "../../src/help/command-help.ts";

/** The page of a command in `docs/cli`. */
export function commandPage(command: Command): string {
  const help = commandHelp(command).split("\n\n").slice(1).join("\n\n");
  return [
    "<!-- Made from the command's definition: `npm run docs`. -->",
    `# azlin ${command.path}`,
    ["```text", commandUsage(command), "", help, "```"].join("\n"),
    "[All commands](README.md)\n",
  ].join("\n\n");
}

/** Name of a command's page. */
export function pageName(path: string): string {
  return `${path.replaceAll(" ", "-")}.md`;
}

/** The page that lists all commands. */
export function indexPage(commands: readonly Command[]): string {
  return [
    "<!-- Made from the commands' definitions: `npm run docs`. -->",
    "# Commands",
    "What all commands share: options before or after the command, `-o json` for programs, `--dry-run` where something\nchanges, exit codes 0 done, 1 failed, 2 usage, 3 access, 4 provisioning, 5 waiting, 130 interrupted.",
    [
      "| Command | What it does |",
      "|---|---|",
      ...commands.map(({ path, summary }) => `| [azlin ${path}](${pageName(path)}) | ${summary} |`),
    ].join("\n"),
    "",
  ].join("\n\n");
}
