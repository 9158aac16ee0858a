import { ALIASES, COMMANDS, loadCommands } from "../index.ts";
import { completionScript, type Shell } from "../../help/completion-script.ts";
import { defineCommand } from "../../define-command.ts";

/** `azlin completions` */
export const completions = defineCommand({
  path: "completions",
  summary: "Print a script that completes azlin's commands and options",
  examples: [
    ['eval "$(azlin completions bash)"', "in ~/.bashrc"],
    ["azlin completions fish | source", "in config.fish"],
  ],
  arguments: { shell: { description: "for which shell", choices: ["bash", "zsh", "fish"] } },
  run: async (args) => {
    const commands = await loadCommands(Object.keys(COMMANDS));
    const script = completionScript(args.shell as Shell, { commands, aliases: ALIASES });
    return { json: { shell: args.shell, script }, text: script };
  },
});
