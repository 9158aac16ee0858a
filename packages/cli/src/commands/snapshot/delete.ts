import { applySnapshotDelete, planSnapshotDelete } from "@azlin/vms";
import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { CANCELLED } from "../../deletion/delete-vms.ts";
import { planReport } from "../../render/plan-report.ts";
import { findSnapshot } from "../../snapshot/find-snapshot.ts";
import { snapshotFacts } from "../../snapshot/snapshot-facts.ts";

/** `azlin snapshot delete` */
export const snapshotDelete = defineCommand({
  path: "snapshot delete",
  summary: "Delete a snapshot",
  description: "One that azlin did not take is refused without --force.",
  examples: [
    ["azlin snapshot delete dev-snapshot-20260102-030405", "after a question"],
    ["azlin snapshot delete dev-snapshot-20260102-030405 --dry-run", "see what would go"],
  ],
  arguments: { snapshot: { description: "name or resource id of the snapshot" } },
  options: { force: { kind: "flag", description: "do not ask, and delete also what azlin did not take" } },
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const snapshot = await findSnapshot(azure, args.snapshot, context);
    const plan = planSnapshotDelete(snapshot, { force: args.force });
    if (context.isDryRun) return planReport([plan]);
    const question = { facts: snapshotFacts(snapshot), question: `Delete snapshot '${snapshot.name}'?` };
    if (!args.force && !(await context.confirm(question))) return CANCELLED;
    const { id, name } = snapshot;
    await context.progress(`Deleting snapshot '${name}'`, () => applySnapshotDelete(azure, plan, context));
    return { json: { id, name, deleted: true }, text: `Deleted snapshot '${name}'.` };
  },
});
