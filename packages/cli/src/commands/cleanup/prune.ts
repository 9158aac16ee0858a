import { applyPrune } from "@azlin/vms";
import { openVmAzure } from "../../azure/open-vm-azure.ts";
import { defineCommand } from "../../define-command.ts";
import { CANCELLED } from "../../deletion/delete-vms.ts";
import { interruptedNote } from "../../deletion/interrupted-note.ts";
import { deletionFacts } from "../../deletion/plan-deletions.ts";
import { lookForPrunable, stillPrunable } from "../../prune/look-for-prunable.ts";
import { candidateTable, prunePlanReport, pruneReport } from "../../prune/prune-report.ts";

/** `azlin prune` */
export const prune = defineCommand({
  path: "prune",
  summary: "Delete VMs that are old and not used",
  description:
    "Never one that runs or has a session name (unless asked for), that a lock or the tag 'azlin-protected' protects, " +
    "or of which something of this is not known. Use is what 'azlin connect' wrote on the VM, whoever ran it.",
  examples: [
    ["azlin prune --dry-run", "see which would go, and why the others stay"],
    ["azlin prune --age-days 30 --idle-days 14", "those older than 30 days that nobody used for 14"],
    ["azlin prune --rg ci --include-named --force", "in one resource group, also named ones, without a question"],
  ],
  options: {
    ageDays: { kind: "number", value: "N", minimum: 1, description: "days that a VM must be old (default: 1)" },
    idleDays: { kind: "number", value: "N", minimum: 1, description: "days without a connection (default: 1)" },
    includeRunning: { kind: "flag", description: "also VMs that run" },
    includeNamed: { kind: "flag", description: "also VMs with a session name" },
    force: { kind: "flag", description: "do not ask, as --yes" },
    maxWorkers: { kind: "number", value: "N", minimum: 1, maximum: 64, description: "VMs at once (default: 5)" },
  },
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const request = {
      ageDays: args.ageDays ?? 1,
      idleDays: args.idleDays ?? 1,
      includeRunning: args.includeRunning,
      includeNamed: args.includeNamed,
      now: new Date(context.clock.now()),
    };
    const first = await lookForPrunable(azure, request, context);
    if (context.isDryRun) return prunePlanReport(first, context);
    if (first.candidates.length === 0) {
      return { ...prunePlanReport(first, context), failed: !first.areLocksKnown };
    }
    const question = {
      facts: [
        context.formatTable(candidateTable(first)),
        ...first.deletions.map((plan) => `VM Details:\n${deletionFacts(plan)}`),
        "This will delete the VMs and all associated resources (NICs, disks, IPs). This action cannot be undone.",
      ].join("\n"),
      question: `Delete ${first.candidates.length} VM(s)?`,
    };
    if (!args.force && !(await context.confirm(question))) return CANCELLED;
    const plan = stillPrunable(first, await lookForPrunable(azure, request, context));
    const { signal } = context;
    const outcomes = await context.progress(`Deleting ${plan.candidates.length} VMs`, () =>
      applyPrune(azure, plan, { signal, concurrency: args.maxWorkers ?? 5 }),
    );
    const report = pruneReport(outcomes, plan);
    return { ...report, footer: [...(report.footer ?? []), ...interruptedNote(context)] };
  },
});
