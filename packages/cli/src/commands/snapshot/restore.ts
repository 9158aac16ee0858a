import { applyRestore, planRestore, readSnapshotVm } from "@azlin/vms";
import { findVm, openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { CANCELLED } from "../../deletion/delete-vms.ts";
import { planReport } from "../../render/plan-report.ts";
import { confirmBoot } from "../../snapshot/confirm-boot.ts";
import { findSnapshot } from "../../snapshot/find-snapshot.ts";
import { restoreFacts, restoreReport } from "../../snapshot/restore-report.ts";

/** As long as Azure may take to give a VM its old disk back. */
const ROLL_BACK_MS = 30 * 60 * 1_000;

/** `azlin snapshot restore` */
export const snapshotRestore = defineCommand({
  path: "snapshot restore",
  summary: "Put a VM back to a snapshot",
  description:
    "On a new disk: the old one is there until the VM has started and its SSH server answers, and the VM gets it back " +
    "if it does not. Everything since the snapshot is on the old disk only, which is kept unless --delete-old-disk.",
  examples: [
    ["azlin snapshot restore dev dev-snapshot-20260102-030405", "after a question that lists the steps"],
    ["azlin snapshot restore dev dev-snapshot-20260102-030405 --dry-run", "see the steps"],
  ],
  arguments: {
    vm: { description: "name, session or resource id of the VM" },
    snapshot: { description: "name or resource id of the snapshot" },
  },
  options: {
    force: { kind: "flag", description: "do not ask, as --yes" },
    deleteOldDisk: { kind: "flag", description: "delete the old disk once the VM has started (default: keep it)" },
    anySource: { kind: "flag", description: "also a snapshot of another VM's disk" },
    ssh: { kind: "flag", negatable: true, description: "wait for its SSH server (default), or trust Azure's word" },
    bootTimeout: {
      kind: "number",
      value: "SECONDS",
      minimum: 1,
      description: "how long its SSH server may take before it gets the old disk back (default: 300 or more, by size)",
    },
  },
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  graceMs: ROLL_BACK_MS,
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const { id } = await findVm(azure, args.vm, context);
    const snapshot = await findSnapshot(azure, args.snapshot, context);
    const vm = await readSnapshotVm(azure, id, context.operation);
    const request = { deleteOldDisk: args.deleteOldDisk, anySource: args.anySource };
    const plan = planRestore(vm, snapshot, { at: new Date(context.clock.now()), ...request });
    if (context.isDryRun) return planReport(plan.steps, { vm: vm.name, oldDisk: plan.oldDisk });
    const question = { facts: restoreFacts(plan), question: `Put VM '${vm.name}' back to '${snapshot.name}'?` };
    if (!args.force && !(await context.confirm(question))) return CANCELLED;
    const budgetMs = args.bootTimeout === undefined ? undefined : args.bootTimeout * 1_000;
    const onAbort = (): void => context.note("Putting the VM back on its old disk; Ctrl-C again leaves it as it is.");
    context.signal.addEventListener("abort", onAbort, { once: true });
    const report = await context.board([vm.name], (board) =>
      applyRestore(azure, plan, {
        signal: context.signal,
        onStep: ({ action }) => board.at(vm.name, action),
        ...(args.ssh !== false && {
          confirmBoot: (signal) => confirmBoot({ azure, vmId: id, budgetMs, signal }, context),
        }),
      }),
    );
    context.signal.removeEventListener("abort", onAbort);
    return restoreReport(plan, report);
  },
});
