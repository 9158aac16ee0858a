import { DeadlineError } from "@azlin/core";
import type { CloneOutcome, ClonePlan, CloneReport } from "@azlin/vms";
import { EXIT } from "../exit-codes.ts";
import { planReport } from "../render/plan-report.ts";
import type { Report } from "../render/report.ts";

/** The plan as `--dry-run` prints it. */
export function clonePlanReport({ snapshots, provision, sessions, notes }: ClonePlan): Report {
  const { location, resourceGroup } = provision;
  const steps = [...snapshots, ...provision.shared, ...provision.vms.flatMap((vm) => vm.steps)];
  const removals = snapshots
    .toReversed()
    .map(({ target }) => ({ action: "delete", target, reason: "The clones have disks of their own then." }));
  return planReport([...steps, ...removals], { location, resourceGroup, sessions, notes });
}

/** What came of the clones. Fails when none of them can be used. */
export function cloneReport(plan: ClonePlan, report: CloneReport, durationMs: number): Report {
  const { outcomes, created, leftSnapshots } = report;
  const succeeded = outcomes.filter(({ ok }) => ok);
  const summary = { total: outcomes.length, succeeded: succeeded.length, failed: outcomes.length - succeeded.length };
  const { location } = plan.provision;
  return {
    json: {
      source: plan.source,
      results: outcomes.map((outcome) => ({ ...outcome, durationMs })),
      summary,
      created,
      leftSnapshots,
    },
    table: {
      columns: ["VM", "SESSION", "RESULT", "REGION", "SECRETS REMOVED", "ERROR"],
      rows: outcomes.map(({ vm, session, ok, stage, secretsRemoved, error }) => [
        vm,
        session,
        ok ? "done" : `failed at ${stage}`,
        location,
        secretsRemoved.length,
        error?.message ?? null,
      ]),
    },
    text: [
      ...outcomes.flatMap(linesOf),
      ...leftSnapshots.map(({ id, error }) => `A snapshot is left and costs: ${id} (${error})`),
      ...(succeeded[0] === undefined ? [] : [`To connect to the first clone: azlin connect ${nameOf(succeeded[0])}`]),
    ].join("\n"),
    ...(succeeded.length === 0 && { failed: true, exitCode: exitCodeFor(outcomes) }),
  };
}

function linesOf({ vm, session, ok, stage, secretsRemoved, error }: CloneOutcome): string[] {
  const named = session === null ? vm : `${vm}  session ${session}`;
  if (!ok) {
    const hint = error?.hint === undefined ? [] : [`  ${error.hint}`];
    return [`✗ ${named}  failed at '${stage}': ${error?.message ?? "no reason was given"}`, ...hint];
  }
  const removed = secretsRemoved.map(({ path, reason }) => `  removed ${path}: ${reason}`);
  return [`✓ ${named}`, ...removed];
}

function nameOf({ vm, session }: CloneOutcome): string {
  return session ?? vm;
}

function exitCodeFor(outcomes: readonly CloneOutcome[]): number {
  return outcomes.some(({ error }) => error instanceof DeadlineError) ? EXIT.waiting : EXIT.failed;
}
