import { NotFoundError } from "@azlin/core";
import { parseDotenv } from "@azlin/vms";
import { defineCommand } from "../../define-command.ts";
import { changeEnv } from "../../env/change-env.ts";
import { secretsQuestion } from "../../env/secrets-question.ts";
import { readText } from "../../local/read-text.ts";
import { SIGN_IN_OPTIONS } from "../../remote/sign-in-options.ts";

/** `azlin env import` */
export const envImport = defineCommand({
  path: "env import",
  summary: "Set the environment variables of a file on a VM",
  description: "Variables that are not in the file stay as they are.",
  examples: [["azlin env import dev dev.env", "the lines NAME=VALUE of a file"]],
  arguments: {
    vm: { description: "name, session, address or resource id of the VM" },
    file: { description: "file with lines NAME=VALUE" },
  },
  options: {
    force: { kind: "flag", description: "write secrets without a question, as --yes" },
    ...SIGN_IN_OPTIONS,
  },
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: async (args, context) => {
    const text = await readText(args.file);
    if (text === undefined) {
      throw new NotFoundError("FILE_NOT_FOUND", `There is no ${args.file}.`, { hint: "Check the path." });
    }
    const set = parseDotenv(text);
    const question = args.force ? undefined : secretsQuestion(set);
    const wishes = { user: args.user, key: args.key, jump: args.jump };
    return changeEnv({ name: args.vm, wishes, change: { set }, question }, context);
  },
});
