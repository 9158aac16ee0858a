import { requireConfigKey } from "../../config/require-config-key.ts";
import { defineCommand } from "../../define-command.ts";

/** `azlin config get` */
export const configGet = defineCommand({
  path: "config get",
  summary: "Print one setting",
  examples: [["azlin config get default_region", "its value, and nothing else"]],
  arguments: { key: { description: "name of the setting" } },
  run: async (args, context) => {
    const key = requireConfigKey(args.key);
    const settings = await context.explainSettings();
    const { value, source } = settings.find(({ name }) => name === key)!;
    return { json: { key, value, source }, text: value === null ? "" : String(value) };
  },
});
