import { readFile } from "node:fs/promises";
import {
  cleanupReport,
  countTargets,
  openSteps,
  parseCleanupPlan,
  targetsOf,
  verifyCleanup,
  type ApplyReport,
  type CleanupAzure,
  type CleanupPlan,
  type CleanupReport,
} from "@azlin/cleanup";
import { PrerequisiteError } from "@azlin/core";
import { applyReport } from "../../cleanup/apply-report.ts";
import { carryOut, confirmPlan } from "../../cleanup/carry-out.ts";
import { identitiesOf, removeIdentities } from "../../cleanup/run-identities.ts";
import { openCleanup } from "../../cleanup/open-cleanup.ts";
import type { Context } from "../../context.ts";
import { defineCommand } from "../../define-command.ts";
import { CANCELLED } from "../../deletion/delete-vms.ts";
import type { Report } from "../../render/report.ts";
import { planReport } from "../../render/plan-report.ts";

/** `azlin cleanup apply` */
export const cleanupApply = defineCommand({
  path: "cleanup apply",
  summary: "Carry out a plan of 'azlin cleanup plan', and prove that nothing is left",
  description:
    "Deletes in parallel, in the plan's order, and counts a resource as deleted when Azure answers 404. What has changed since " +
    "the plan was made is left alone. After a kill or Ctrl-C the same command goes on where it was.",
  examples: [
    ["azlin cleanup apply run-42.json", "after the number of resources was typed"],
    ["azlin cleanup apply run-42.json --purge --yes", "without a question, vaults for good"],
  ],
  arguments: { plan: { description: "file with the plan" } },
  options: {
    journal: {
      kind: "text",
      value: "FILE",
      description: "what was done so far (default: beside the plan, with its hash)",
    },
    deadline: { kind: "number", value: "SECONDS", minimum: 1, description: "time for all of it (default: 3600)" },
    maxCount: {
      kind: "number",
      value: "N",
      minimum: 1,
      description: "refuse a plan that deletes more (default: 1000)",
    },
    purge: { kind: "flag", description: "remove for good what goes into a bin: Key Vaults" },
    identities: { kind: "flag", description: "also remove the run's identities, last ('azlin sp list' shows them)" },
    verify: { kind: "flag", negatable: true, description: "prove that nothing is left (default), or do not" },
    spacing: {
      kind: "number",
      value: "SECONDS",
      minimum: 0,
      description: "time between the two readings of the proof (default: 30)",
    },
  },
  uses: ["azure", "yes", "dryRun"],
  graceMs: 60_000,
  run: async (args, context) => {
    const plan = parseCleanupPlan(await planText(args.plan));
    if (context.isDryRun) return dryRun(plan, args.identities, context);
    const count = countTargets(plan);
    if (count === 0) return { json: { applied: null }, text: "The plan deletes nothing." };
    const azure = await openCleanup(context);
    if (!(await confirmPlan(plan, count, context))) return CANCELLED;
    const applied = await carryOut(
      azure,
      {
        plan,
        journalPath: args.journal ?? `${args.plan}.${plan.hash.slice(0, 8)}.journal`,
        deadlineMs: args.deadline === undefined ? undefined : args.deadline * 1_000,
        maxCount: args.maxCount,
        isPurged: args.purge,
      },
      context,
    );
    const finish = { verify: args.verify, identities: args.identities, spacing: args.spacing };
    return finished(azure, { plan, applied, ...finish }, context);
  },
});

interface Finish {
  readonly plan: CleanupPlan;
  readonly applied: ApplyReport;
  readonly verify: boolean | undefined;
  readonly identities: boolean;
  readonly spacing: number | undefined;
}

/** Proves that nothing is left, then takes the run's identities away, as far as that is wanted. */
async function finished(
  azure: CleanupAzure,
  { plan, applied, verify, identities, spacing }: Finish,
  context: Context,
): Promise<Report> {
  if (context.signal.aborted) return applyReport({ applied });
  const isProved = verify !== false && plan.runId !== null;
  const proof = isProved ? await prove(azure, { plan, applied, spacing }, context) : undefined;
  const removed = identities ? await removeIdentities(azure, plan, context) : undefined;
  return applyReport({ applied, ...(proof && { proof }), ...(removed && { identities: removed }) });
}

async function dryRun(plan: CleanupPlan, withIdentities: boolean, context: Context): Promise<Report> {
  const identities = withIdentities ? await identitiesOf(await openCleanup(context), plan, context) : [];
  return planReport([
    ...openSteps(plan).map(({ action, target, reason }) => ({ action, target, reason })),
    ...identities.map((target) => ({ action: "delete", target, reason: "It is an identity of the run." })),
  ]);
}

async function prove(
  azure: CleanupAzure,
  run: { readonly plan: CleanupPlan; readonly applied: ApplyReport; readonly spacing: number | undefined },
  context: Context,
): Promise<CleanupReport> {
  const { plan, applied, spacing } = run;
  const runId = plan.runId ?? "";
  const knownIds = openSteps(plan).flatMap((step) => targetsOf(step));
  const verification = await context.progress("Checking that nothing is left", () =>
    verifyCleanup(azure, runId, {
      knownIds,
      signal: context.signal,
      ...(spacing !== undefined && { spacingMs: spacing * 1_000 }),
    }),
  );
  return cleanupReport({ runId, verification, deletions: applied.deletions });
}

async function planText(path: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new PrerequisiteError("PLAN_NOT_READ", `Could not read ${path}: ${String(error)}`, {
      hint: "Make a plan with 'azlin cleanup plan RUN --out FILE'.",
      details: { path },
      cause: error,
    });
  }
}
