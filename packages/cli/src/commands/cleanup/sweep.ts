import { join } from "node:path";
import {
  countTargets,
  deadRoleAssignments,
  DEFAULT_COLLECTORS,
  sweep,
  type CleanupAzure,
  type Collector,
  type SweepReport,
} from "@azlin/cleanup";
import { existingPrincipals, identityAzure, sweepOrphans, type OrphanSweep } from "@azlin/sp-manager";
import { applyReport } from "../../cleanup/apply-report.ts";
import { orphanLine } from "../../cleanup/orphan-line.ts";
import { carryOut, confirmPlan } from "../../cleanup/carry-out.ts";
import { openCleanup } from "../../cleanup/open-cleanup.ts";
import { planTree } from "../../cleanup/plan-tree.ts";
import type { Context } from "../../context.ts";
import { defineCommand } from "../../define-command.ts";
import { CANCELLED } from "../../deletion/delete-vms.ts";
import { parseDuration } from "../../local/parse-duration.ts";
import type { Report } from "../../render/report.ts";

/** `azlin cleanup sweep` */
export const cleanupSweep = defineCommand({
  path: "cleanup sweep",
  summary: "Find what runs left over: expired, unattached, or in a bin",
  description:
    "Shows what it finds; --delete removes it after the number of resources was typed. Only what azlin or a run manages " +
    "is swept, and what carries an expiry tag.",
  examples: [
    ["azlin cleanup sweep", "what is older than a day"],
    ["azlin cleanup sweep --older-than 7d --delete", "remove what is older than a week"],
  ],
  options: {
    olderThan: { kind: "text", value: "TIME", description: "only what is older: 12h, 7d (default: 1d)" },
    delete: { kind: "flag", description: "delete it, after a question" },
    maxCount: { kind: "number", value: "N", minimum: 1, description: "refuse to delete more (default: 1000)" },
  },
  uses: ["azure", "yes", "dryRun"],
  graceMs: 60_000,
  run: async (args, context) => {
    const olderThanMs = parseDuration(args.olderThan ?? "1d");
    const azure = await openCleanup(context);
    const found = await context.progress("Looking for what is left over", () =>
      sweep(azure, { olderThanMs, collectors: collectorsOf(azure), dryRun: true, signal: context.signal }),
    );
    const identities = await sweepIdentities(azure, { olderThanMs, dryRun: true }, context);
    const count = countTargets(found.plan) + identities.orphans.length;
    if (!args.delete || context.isDryRun || count === 0) return foundReport(found, identities);
    if (!(await confirmPlan(found.plan, count, context))) return CANCELLED;
    const journalPath = join(context.home, `sweep-${found.plan.hash.slice(0, 16)}.journal`);
    const applied = await carryOut(
      azure,
      { plan: found.plan, journalPath, maxCount: args.maxCount, isPurged: false },
      context,
    );
    const swept = await sweepIdentities(azure, { olderThanMs, dryRun: false }, context);
    return applyReport({ applied, orphans: swept.orphans });
  },
});

/** What the package looks for, and role assignments whose principals the directory has no more. */
function collectorsOf({ transport, clock }: CleanupAzure): readonly Collector[] {
  const directory = identityAzure({ transport, clock });
  const dead = deadRoleAssignments({
    existingPrincipals: (ids, signal) => existingPrincipals(directory, ids, { signal }),
  });
  return [...DEFAULT_COLLECTORS, dead];
}

/** What identities have left in the directory, which is no resource and in no plan: role assignments are. */
async function sweepIdentities(
  { transport, clock, subscriptionIds }: CleanupAzure,
  { olderThanMs, dryRun }: { readonly olderThanMs: number; readonly dryRun: boolean },
  context: Context,
): Promise<OrphanSweep> {
  const doing = dryRun ? "Looking for what identities left over" : "Removing what identities left over";
  const swept = await context.progress(doing, () =>
    sweepOrphans(identityAzure({ transport, clock }), {
      dryRun,
      subscriptionIds,
      minAgeMs: olderThanMs,
      signal: context.signal,
    }),
  );
  return { ...swept, orphans: swept.orphans.filter(({ kind }) => kind !== "role assignment") };
}

function foundReport({ found, unread, plan }: SweepReport, identities: OrphanSweep): Report {
  const blind = [...unread, ...identities.unread];
  const lines = identities.orphans.map(orphanLine);
  return {
    json: { found, unread: blind, plan, identities: identities.orphans },
    text: [...(plan.steps.length === 0 ? [] : [planTree(plan)]), ...lines].join("\n") || "Nothing was found.",
    footer: blind.map(({ collector, error }) => `${collector} could not look: ${error.message}`),
    failed: blind.length > 0,
  };
}
