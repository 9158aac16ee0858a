import { defineCommand } from "../../define-command.ts";
import { parseAssignments } from "../../env/assignments.ts";
import { changeEnv } from "../../env/change-env.ts";
import { secretsQuestion } from "../../env/secrets-question.ts";
import { SIGN_IN_OPTIONS } from "../../remote/sign-in-options.ts";

/** `azlin env set` */
export const envSet = defineCommand({
  path: "env set",
  summary: "Set environment variables on a VM",
  description:
    "They are kept in a block of their own in ~/.bashrc of the VM's user; the rest of the file stays as it is. What " +
    "looks like a secret is written after a question only.",
  examples: [
    ["azlin env set dev EDITOR=vim LANG=C.UTF-8", "two variables"],
    ["azlin env set dev HF_TOKEN", "with the value that it has here"],
  ],
  arguments: {
    vm: { description: "name, session, address or resource id of the VM" },
    variables: { description: "NAME=VALUE, or NAME for the value that it has here", variadic: true },
  },
  options: {
    force: { kind: "flag", description: "write secrets without a question, as --yes" },
    ...SIGN_IN_OPTIONS,
  },
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: async (args, context) => {
    const set = parseAssignments(args.variables, context.env);
    const question = args.force ? undefined : secretsQuestion(set);
    const wishes = { user: args.user, key: args.key, jump: args.jump };
    return changeEnv({ name: args.vm, wishes, change: { set }, question }, context);
  },
});
