import { readRemoteEnv } from "@azlin/vms";
import { defineCommand } from "../../define-command.ts";
import { onVm } from "../../remote/on-vm.ts";
import { SIGN_IN_OPTIONS } from "../../remote/sign-in-options.ts";

const HIDDEN = "***";

/** `azlin env list` */
export const envList = defineCommand({
  path: "env list",
  summary: "Show the environment variables that azlin keeps on a VM",
  description: "Values are hidden unless you ask for them; in JSON they are null then.",
  examples: [
    ["azlin env list dev", "the names"],
    ["azlin env list dev --show-values", "with their values"],
  ],
  arguments: { vm: { description: "name, session, address or resource id of the VM" } },
  options: { showValues: { kind: "flag", description: "show the values, too" }, ...SIGN_IN_OPTIONS },
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => {
    const { signal } = context;
    const wishes = { user: args.user, key: args.key, jump: args.jump };
    return onVm({ name: args.vm, wishes }, context, async ({ vm, shell, target }) => {
      const read = () => readRemoteEnv(shell, target, { signal });
      const found = await context.progress("Reading the variables", read);
      const names = Object.keys(found).sort();
      const valueOf = (name: string): string | null => (args.showValues ? found[name]! : null);
      return {
        json: { vm: vm.name, id: vm.id, variables: names.map((name) => ({ name, value: valueOf(name) })) },
        table: { columns: ["NAME", "VALUE"], rows: names.map((name) => [name, valueOf(name) ?? HIDDEN]) },
        ...(names.length === 0 && { text: `No environment variables set on VM '${vm.name}'.` }),
      };
    });
  },
});
