import { parseResourceId } from "@azlin/core";
import { applyOrphanDelete, planOrphanDelete, type Orphan } from "@azlin/vms";
import { openVmAzure } from "../../azure/open-vm-azure.ts";
import type { Context } from "../../context.ts";
import { defineCommand } from "../../define-command.ts";
import { CANCELLED } from "../../deletion/delete-vms.ts";
import { interruptedNote } from "../../deletion/interrupted-note.ts";
import { gatherOrphans } from "../../orphan/gather-orphans.ts";
import { KIND_OPTION } from "../../orphan/orphan-kind.ts";
import { orphanOutcomesReport, orphansReport, orphanTable, orphanTotal } from "../../orphan/orphans-report.ts";
import type { Question } from "../../prompt.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin orphans delete` */
export const orphansDelete = defineCommand({
  path: "orphans delete",
  summary: "Delete what deleted VMs left behind",
  description:
    "What 'azlin orphans list' shows. Each is looked at again right before it goes: what is in use by then stays.",
  examples: [
    ["azlin orphans delete --dry-run", "see what would go, and what that saves"],
    ["azlin orphans delete --kind disk", "disks only, after a question"],
    ["azlin orphans delete --rg dev --force", "of one resource group, without a question"],
  ],
  options: {
    kind: KIND_OPTION,
    force: { kind: "flag", description: "do not ask, as --yes" },
  },
  uses: ["azure", "resourceGroup", "yes", "dryRun"],
  run: async (args, context) => {
    const azure = await openVmAzure(context);
    const orphans = await gatherOrphans(azure, args.kind, context);
    const plan = planOrphanDelete(orphans);
    if (context.isDryRun) {
      const steps = plan.steps.map(({ action, target, reason }) => ({ action, target, reason }));
      const { monthlyCostUsd, unpriced } = plan;
      return { ...planReport(steps, { monthlyCostUsd, unpriced }), footer: [orphanTotal(orphans)] };
    }
    if (orphans.length === 0) return orphansReport(orphans);
    if (!args.force && !(await context.confirm(questionOf(orphans, context)))) return CANCELLED;
    const outcomes = await context.progress(`Deleting ${orphans.length} resources`, () =>
      applyOrphanDelete(azure, plan, context),
    );
    return { ...orphanOutcomesReport(outcomes), footer: interruptedNote(context) };
  },
});

function questionOf(orphans: readonly Orphan[], context: Context): Question {
  const subscriptions = new Set(orphans.map(({ id }) => parseResourceId(id).subscriptionId));
  return {
    facts: [
      context.formatTable(orphanTable(orphans)),
      `Subscription: ${[...subscriptions].join(", ")}`,
      orphanTotal(orphans),
      "This action cannot be undone.",
    ].join("\n"),
    question: `Delete ${orphans.length === 1 ? "it" : `these ${orphans.length} resources`}?`,
  };
}
