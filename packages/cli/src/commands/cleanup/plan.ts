import { gatherCleanupFacts, planCleanup } from "@azlin/cleanup";
import { writeFileAtomic } from "@azlin/core";
import { openCleanup } from "../../cleanup/open-cleanup.ts";
import { planMermaid } from "../../cleanup/plan-mermaid.ts";
import { planTree } from "../../cleanup/plan-tree.ts";
import { defineCommand } from "../../define-command.ts";
import { usageError } from "../../parse-arguments.ts";

/** `azlin cleanup plan` */
export const cleanupPlan = defineCommand({
  path: "cleanup plan",
  summary: "Show what a run left in Azure, and how it would be removed",
  description:
    "Reads, and deletes nothing. What is found by the tags of the run, and by --id, is put in the order of who uses whom; " +
    "what a lock, the tag azlin-keep, or something of others keeps is told with its reason. Looks in the subscriptions " +
    "that are named, and in no others.",
  examples: [
    ["azlin cleanup plan run-42 --out run-42.json", "see it, and keep it for 'azlin cleanup apply'"],
    ["azlin cleanup plan run-42 --graph", "as a Mermaid graph"],
  ],
  arguments: { run: { description: "id of the run, as in the tag RunId", optional: true } },
  options: {
    id: { kind: "list", value: "ID", description: "a resource that is to go too; may be repeated" },
    out: { kind: "text", value: "FILE", description: "write the plan to a file" },
    graph: { kind: "flag", description: "print a Mermaid graph" },
  },
  uses: ["azure"],
  run: async (args, context) => {
    if (args.run === undefined && args.id.length === 0) throw usageError(cleanupPlan, "A run is missing, or --id.");
    const azure = await openCleanup(context);
    const request = { ids: args.id, ...(args.run !== undefined && { runId: args.run }) };
    const facts = await context.progress("Reading what is there", () =>
      gatherCleanupFacts(azure, request, context.operation),
    );
    const plan = planCleanup(facts, { allowedSubscriptionIds: azure.subscriptionIds });
    if (args.out !== undefined) await writeFileAtomic(args.out, `${JSON.stringify(plan, null, 2)}\n`);
    const isEmpty = plan.steps.length === 0;
    const footer = args.out === undefined ? [] : [`Carry it out with 'azlin cleanup apply ${args.out}'.`];
    return {
      json: plan,
      text: isEmpty ? "Nothing was found." : (args.graph ? planMermaid : planTree)(plan),
      footer: isEmpty ? [] : footer,
    };
  },
});
