import { defineCommand } from "../../define-command.ts";
import { helpFor } from "../../help/help-for.ts";

/** `azlin help` */
export const help = defineCommand({
  path: "help",
  summary: "Tell about a command, or list all",
  examples: [["azlin help session", "what `azlin session` takes"]],
  arguments: { command: { description: "words of the command", optional: true, variadic: true } },
  run: async (args) => {
    const text = await helpFor(args.command);
    return { json: { help: text }, text };
  },
});
