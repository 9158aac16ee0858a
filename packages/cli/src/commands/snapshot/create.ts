import { resourceNameOf } from "@azlin/core";
import { applySnapshot, planSnapshot, readSnapshotVm } from "@azlin/vms";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { withRemains } from "../../interrupted-error.ts";
import { planReport } from "../../render/plan-report.ts";
import { gatherSnapshots } from "../../snapshot/gather-snapshots.ts";

/** `azlin snapshot create` */
export const snapshotCreate = defineCommand({
  path: "snapshot create",
  summary: "Take a snapshot of a VM's OS disk",
  description: "Incremental: only what changed is stored. Data disks are not in it. A running VM goes on.",
  examples: [
    ["azlin snapshot create dev", "of the VM or session 'dev'"],
    ["azlin snapshot create dev --dry-run", "see its name and what it costs at most"],
  ],
  arguments: { vm: { description: "name, session or resource id of the VM" } },
  uses: ["azure", "resourceGroup", "dryRun"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const { id } = await findVm(azure, args.vm, context);
    const vm = await readSnapshotVm(azure, id, context.operation);
    const taken = await gatherSnapshots(azure, { includeForeign: true }, context);
    const takenNames = new Set(taken.map(({ name }) => name.toLowerCase()));
    const plan = planSnapshot({ vm, at: new Date(context.clock.now()), takenNames });
    const { action, target, reason } = plan.step;
    const { monthlyCostUsd, notes } = plan;
    for (const note of notes) context.note(note);
    if (context.isDryRun) return planReport([{ action, target, reason }], { monthlyCostUsd, notes });
    try {
      await context.progress(`Taking a snapshot of '${vm.name}'`, () => applySnapshot(azure, plan, context));
    } catch (error) {
      if (!context.signal.aborted) throw error;
      const hint = `The snapshot may be there, or Azure still takes it: ${resourceNameOf(target)}.`;
      throw withRemains(context.signal.reason, { hint, details: { created: [target] } });
    }
    const name = resourceNameOf(target);
    return {
      json: { vm: vm.name, id, snapshot: { id: target, name }, monthlyCostUsd, notes },
      text: `Created snapshot '${name}' of VM '${vm.name}'.`,
    };
  },
});
