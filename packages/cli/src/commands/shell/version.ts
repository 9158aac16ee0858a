import { defineCommand } from "../../define-command.ts";
import { version } from "../../version.ts";

/** `azlin version` */
export const versionCommand = defineCommand({
  path: "version",
  summary: "Print the version of azlin",
  run: async () => ({ json: { version, node: process.versions.node }, text: version }),
});
