import { updateTomlFile } from "@azlin/core";
import { parseConfigText } from "../../config/config-value.ts";
import { requireConfigKey } from "../../config/require-config-key.ts";
import { defineCommand } from "../../define-command.ts";
import { usageError } from "../../parse-arguments.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin config set` */
export const configSet = defineCommand({
  path: "config set",
  summary: "Change a setting in the configuration file",
  description: "Comments, order and unknown keys of the file stay. Lists are separated by commas.",
  examples: [
    ["azlin config set default_region westeurope", "new VMs go there"],
    ["azlin config set default_region --unset", "back to the default"],
  ],
  arguments: {
    key: { description: "name of the setting" },
    value: { description: "its value", optional: true },
  },
  options: { unset: { kind: "flag", description: "take the setting out of the file" } },
  exclusive: [["unset", "value"]],
  uses: ["dryRun"],
  run: async (args, context) => {
    const key = requireConfigKey(args.key);
    if (args.value === undefined && !args.unset) throw usageError(configSet, "A value is missing, or --unset.");
    const value = args.value === undefined ? null : parseConfigText(key, args.value);
    const { path } = await context.configSource();
    if (context.isDryRun) {
      const reason = value === null ? `'${key}' is to go.` : `'${key}' is to be '${String(value)}'.`;
      return planReport([{ action: "edit", target: path, reason }]);
    }
    const { signal } = context;
    await updateTomlFile(path, (document) => (value === null ? document.delete([key]) : document.set([key], value)), {
      signal,
    });
    return {
      json: { key, value, path },
      text: value === null ? `Removed ${key} from ${path}` : `Set ${key} to '${String(value)}' in ${path}`,
    };
  },
});
