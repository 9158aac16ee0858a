import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { listVmKeys } from "../../keys/list-vm-keys.ts";
import { privateKeyPath } from "../../remote/private-key-path.ts";

/** `azlin keys list` */
export const keysList = defineCommand({
  path: "keys list",
  summary: "Show the public keys that VMs were created with",
  description: "Azure knows the keys of a VM's creation only: later changes, such as rotations, are not in the list.",
  examples: [
    ["azlin keys list", "the VMs that azlin manages"],
    ["azlin keys list --all-vms --vm-prefix web -o json", "for a program"],
  ],
  options: {
    allVms: { kind: "flag", description: "also VMs that azlin does not manage" },
    vmPrefix: { kind: "text", value: "TEXT", description: "only VMs whose names begin with it" },
    key: { kind: "text", value: "PATH", description: "private key to compare with (config ssh_key)" },
  },
  uses: ["azure", "resourceGroup"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const keyPath = await privateKeyPath(args.key, context);
    return listVmKeys(azure, { keyPath, isUnmanagedToo: args.allVms, prefix: args.vmPrefix }, context);
  },
});
