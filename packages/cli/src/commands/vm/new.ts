import { planProvision, readProvisionFacts, type ProvisionPlan } from "@azlin/vms";
import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { CANCELLED } from "../../deletion/delete-vms.ts";
import { createVms } from "../../provision/create-vms.ts";
import { provisionPlanReport } from "../../provision/provision-report.ts";
import { provisionRequest } from "../../provision/provision-request.ts";
import { sshKey } from "../../ssh/ssh-key.ts";

/** From so many VMs on, somebody has to say that this is meant. */
const MANY_VMS = 10;
const DOLLARS_PER_HOUR = 0.1;

/** `azlin new` */
export const newCommand = defineCommand({
  path: "new",
  summary: "Create a VM, or several",
  description: "Network, security group, public IP and NIC come with it, and go with it. Also: azlin vm, azlin create.",
  examples: [
    ["azlin new --name dev", "a VM and session 'dev' in the default region"],
    ["azlin new --name ci --pool 3 --dry-run", "see what three VMs would need"],
  ],
  options: {
    name: { kind: "text", value: "NAME", description: "name of the VM, and of its session" },
    vmSize: { kind: "text", value: "SIZE", description: "size of the VM (config default_vm_size)" },
    region: { kind: "text", value: "NAME", description: "where to create it (config default_region)" },
    pool: { kind: "number", value: "N", minimum: 1, maximum: 100, description: "create so many, numbered" },
    sshKey: { kind: "text", value: "PATH", description: "public key that may sign in (default: ~/.ssh/azlin_key.pub)" },
    osDiskSize: { kind: "number", value: "GB", minimum: 30, maximum: 4_095, description: "size of the OS disk" },
  },
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: async (args, context) => {
    const key = await sshKey(args.sshKey, context.env);
    const azure = await openVmAzure(context);
    const wishes = { name: args.name, vmSize: args.vmSize, region: args.region, pool: args.pool };
    const more = { osDiskGb: args.osDiskSize, sshPublicKey: key.publicKey };
    const request = await provisionRequest({ ...wishes, ...more }, azure, context);
    const facts = await context.progress("Checking size and quota", () =>
      readProvisionFacts(azure, request, context.operation),
    );
    const plan = planProvision(request, facts);
    for (const note of plan.notes) context.note(note);
    if (context.isDryRun) return provisionPlanReport(plan, key);
    const isMeant = plan.vms.length <= MANY_VMS || (await context.confirm(warning(plan)));
    return isMeant ? createVms({ azure, plan, key }, context) : CANCELLED;
  },
});

function warning({ vms, resourceGroup }: ProvisionPlan): { facts: string; question: string } {
  const cost = (vms.length * DOLLARS_PER_HOUR).toFixed(2);
  const facts = `WARNING: Creating ${vms.length} VMs in resource group '${resourceGroup}'\nEstimated cost: ~$${cost}/hour`;
  return { facts, question: "Continue?" };
}
