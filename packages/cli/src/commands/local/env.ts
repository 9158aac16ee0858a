import { defineCommand } from "../../define-command.ts";

/** `azlin local env` */
export const localEnv = defineCommand({
  path: "local env",
  summary: "Print what a real az needs in its environment to use the local Azure",
  examples: [['eval "$(azlin local env)"', "az then talks to the local Azure"]],
  run: async (_args, context) => {
    const { azEnvironment } = await context.local.require();
    const entries = Object.entries(azEnvironment);
    return {
      json: azEnvironment,
      table: { columns: ["NAME", "VALUE"], rows: entries },
      text: entries.map(([name, value]) => `export ${name}='${value.replaceAll("'", String.raw`'\''`)}'`).join("\n"),
    };
  },
});
