import { formatDotenv, readRemoteEnv, type EnvVariables } from "@azlin/vms";
import { defineCommand } from "../../define-command.ts";
import { writeUserFile } from "../../files/write-user-file.ts";
import { planReport } from "../../render/plan-report.ts";
import { onVm } from "../../remote/on-vm.ts";
import { SIGN_IN_OPTIONS } from "../../remote/sign-in-options.ts";
import { safeOutput } from "../../remote/vm-results-report.ts";

const MODE = 0o600;

/** `azlin env export` */
export const envExport = defineCommand({
  path: "env export",
  summary: "Write the environment variables of a VM as a .env file",
  description: "With their values, to a file that only you can read, or to the terminal.",
  examples: [
    ["azlin env export dev dev.env", "into a file, for 'azlin env import'"],
    ["azlin env export dev", "print them"],
  ],
  arguments: {
    vm: { description: "name, session, address or resource id of the VM" },
    file: { description: "file to write (default: print them)", optional: true },
  },
  options: { force: { kind: "flag", description: "replace the file when it is there" }, ...SIGN_IN_OPTIONS },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const { signal } = context;
    const wishes = { user: args.user, key: args.key, jump: args.jump };
    return onVm({ name: args.vm, wishes }, context, async ({ vm, shell, target }) => {
      const read = (): Promise<EnvVariables> => readRemoteEnv(shell, target, { signal });
      const variables = await context.progress("Reading the variables", read);
      const text = formatDotenv(variables);
      const named = { vm: vm.name, id: vm.id };
      if (args.file === undefined) return { json: { ...named, variables }, text: safeOutput(text) };
      const count = Object.keys(variables).length;
      if (context.isDryRun) {
        return planReport([{ action: "write", target: args.file, reason: `${count} variables of ${vm.name}.` }]);
      }
      const file = await writeUserFile({ path: args.file, text, mode: MODE, isForced: args.force });
      return { json: { ...named, file, count }, text: `Wrote ${count} variables to ${file}.` };
    });
  },
});
