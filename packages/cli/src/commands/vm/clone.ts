import { MAX_REPLICAS, planClone, readCloneFacts } from "@azlin/vms";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { clonePlanReport } from "../../clone/clone-report.ts";
import { cloneVm } from "../../clone/clone-vm.ts";
import { defineCommand } from "../../define-command.ts";
import { ownerOf } from "../../provision/owner.ts";

/** `azlin clone` */
export const clone = defineCommand({
  path: "clone",
  summary: "Make copies of a VM with its disk",
  description:
    "Takes a snapshot of the VM's OS disk, makes VMs of it side by side, and removes the snapshot. Each copy gets host " +
    "keys, a host name and a machine id of its own; keys, passwords and tokens in the home directory are removed from it. " +
    "Data disks are not copied.",
  examples: [
    ["azlin clone dev", "one copy, 'dev-clone-1'"],
    ["azlin clone dev --num-replicas 3 --session-prefix worker", "three, as sessions worker-1 to worker-3"],
    ["azlin clone dev --region westeurope --dry-run", "see what a copy elsewhere would need"],
  ],
  arguments: { source: { description: "name, session or resource id of the VM" } },
  options: {
    numReplicas: { kind: "number", value: "N", minimum: 1, maximum: MAX_REPLICAS, description: "copies (default: 1)" },
    sessionPrefix: {
      kind: "text",
      value: "NAME",
      description: "session of a single copy, NAME-1, NAME-2, … of several",
    },
    vmSize: { kind: "text", value: "SIZE", description: "size of the copies (default: the source's)" },
    region: { kind: "text", value: "NAME", description: "where the copies go (default: the source's region)" },
    user: { kind: "text", value: "NAME", description: "whom to sign in as (config ssh_user)" },
    key: { kind: "text", value: "PATH", description: "private key to sign in with (config ssh_key)" },
    jump: { kind: "text", value: "VM", description: "VM to go through (config ssh_jump_host)" },
  },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const source = await findVm(azure, args.source, context);
    const request = {
      sourceId: source.id,
      created: new Date(context.clock.now()),
      owner: ownerOf(context.env),
      replicas: args.numReplicas ?? 1,
      ...(args.sessionPrefix !== undefined && { sessionPrefix: args.sessionPrefix }),
      ...(args.vmSize !== undefined && { size: args.vmSize }),
      ...(args.region !== undefined && { location: args.region }),
    };
    const facts = await context.progress(`Reading VM '${source.name}', size and quota`, () =>
      readCloneFacts(azure, request, context.operation),
    );
    const plan = planClone(request, facts);
    for (const note of plan.notes) context.note(note);
    if (context.isDryRun) return clonePlanReport(plan);
    return cloneVm({ azure, plan, access: { user: args.user, key: args.key, jump: args.jump } }, context);
  },
});
