import { defineCommand } from "../../define-command.ts";
import { changeEnv, type EnvWishes } from "../../env/change-env.ts";
import { SIGN_IN_OPTIONS } from "../../remote/sign-in-options.ts";

const question: EnvWishes["question"] = (vm, plan) => ({
  facts: `This deletes ${plan.length} variables on VM '${vm}': ${plan.map(({ target }) => target).join(", ")}`,
  question: "Delete them?",
});

/** `azlin env clear` */
export const envClear = defineCommand({
  path: "env clear",
  summary: "Delete all environment variables that azlin keeps on a VM",
  examples: [
    ["azlin env clear dev", "after a question"],
    ["azlin env clear dev --dry-run", "see which would go"],
  ],
  arguments: { vm: { description: "name, session, address or resource id of the VM" } },
  options: { force: { kind: "flag", description: "do not ask, as --yes" }, ...SIGN_IN_OPTIONS },
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: (args, context) => {
    const wishes = { user: args.user, key: args.key, jump: args.jump };
    const change = { clear: true };
    return changeEnv({ name: args.vm, wishes, change, question: args.force ? undefined : question }, context);
  },
});
