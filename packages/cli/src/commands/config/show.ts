import { isConfigKey } from "../../config/config-keys.ts";
import { loadConfig } from "../../config/load-config.ts";
import { defineCommand } from "../../define-command.ts";

/** `azlin config show` */
export const configShow = defineCommand({
  path: "config show",
  summary: "Show the settings in force, and who decided them",
  description: "Options win over the environment, that over the configuration file, that over defaults.",
  run: async (_args, context) => {
    const settings = await context.explainSettings();
    const { path, table } = await loadConfig(await context.configSource());
    const others = Object.keys(table).filter((name) => !isConfigKey(name));
    context.note(`Configuration file: ${path}`);
    if (others.length > 0) context.note(`Kept, but not settings of this command line: ${others.join(", ")}`);
    return {
      json: { path, settings, others },
      table: {
        columns: ["KEY", "VALUE", "SOURCE"],
        rows: settings.map(({ name, value, source }) => [name, value === null ? null : String(value), source]),
      },
    };
  },
});
