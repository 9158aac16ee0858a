import { planKeyRotation } from "@azlin/vms";
import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { CANCELLED } from "../../deletion/delete-vms.ts";
import { rotateKeys } from "../../keys/rotate-keys.ts";
import { outOfSight, rotationFacts, wholeFleet } from "../../keys/rotation-facts.ts";
import { rotationFactsInWords, rotationPlanReport } from "../../keys/rotation-reports.ts";
import { openRemote } from "../../remote/open-remote.ts";
import { SIGN_IN_OPTIONS } from "../../remote/sign-in-options.ts";

/** `azlin keys rotate` */
export const keysRotate = defineCommand({
  path: "keys rotate",
  summary: "Replace the SSH key on all VMs",
  description:
    "A new key is made beside the old one, given to each VM and tried by signing in. Only when every VM lets it in " +
    "does it become the key, and only then is the old one no longer let in. VMs that do not run are pending and keep " +
    "the old key in use. Stopped at any moment, the same command goes on from there, and nobody is locked out.",
  examples: [
    ["azlin keys rotate --dry-run", "see which VMs can get a new key now"],
    ["azlin keys rotate", "all VMs that azlin manages, after a question"],
    ["azlin keys rotate --vm dev --yes", "begin with one; without --vm it is finished later"],
  ],
  options: {
    vm: { kind: "list", value: "VM", description: "only this VM, by name, session or resource id; may be repeated" },
    vmPrefix: { kind: "text", value: "TEXT", description: "only VMs whose names begin with it" },
    allVms: {
      kind: "flag",
      description: "also VMs that azlin does not manage, as far as they were created with the key",
    },
    backup: { kind: "flag", negatable: true, description: "keep a copy of the old key (default), or not when done" },
    ...SIGN_IN_OPTIONS,
  },
  exclusive: [
    ["vm", "vmPrefix"],
    ["vm", "allVms"],
  ],
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const fleet = await wholeFleet(azure, context);
    await using remote = await openRemote({ user: args.user, key: args.key, jump: args.jump }, fleet, context);
    const wishes = { vms: args.vm, prefix: args.vmPrefix, isUnmanagedToo: args.allVms };
    const plan = planKeyRotation(await rotationFacts(azure, { wishes, fleet, remote }, context));
    for (const warning of await outOfSight(context)) context.warn(warning);
    if (context.isDryRun) return rotationPlanReport(plan);
    const facts = rotationFactsInWords(plan);
    if (!(await context.confirm({ facts, question: "Rotate the key?" }))) return CANCELLED;
    return await rotateKeys({ azure, plan, remote, isBackupKept: args.backup !== false }, context);
  },
});
