import { defineCommand } from "../../define-command.ts";
import { changeEnv } from "../../env/change-env.ts";
import { SIGN_IN_OPTIONS } from "../../remote/sign-in-options.ts";

/** `azlin env delete` */
export const envDelete = defineCommand({
  path: "env delete",
  summary: "Delete environment variables from a VM",
  description: "Only those that azlin keeps there: others, of the system or of the user, are not touched.",
  examples: [
    ["azlin env delete dev EDITOR LANG", "two variables; the others stay"],
    ["azlin env delete dev EDITOR --dry-run", "see whether it is there"],
  ],
  arguments: {
    vm: { description: "name, session, address or resource id of the VM" },
    names: { description: "names of the variables", variadic: true },
  },
  options: { ...SIGN_IN_OPTIONS },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: (args, context) => {
    const wishes = { user: args.user, key: args.key, jump: args.jump };
    return changeEnv({ name: args.vm, wishes, change: { delete: args.names } }, context);
  },
});
