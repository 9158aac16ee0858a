import {
  applyCleanup,
  openSteps,
  purgeDeleted,
  withJournalFile,
  type ApplyReport,
  type CleanupAzure,
  type CleanupPlan,
} from "@azlin/cleanup";
import { resourceNameOf } from "@azlin/core";
import type { Context } from "../context.ts";
import { totalOf } from "./plan-tree.ts";

/** How a plan is carried out. */
export interface CarryOut {
  readonly plan: CleanupPlan;
  /** Path of the journal. */
  readonly journalPath: string;
  readonly deadlineMs?: number | undefined;
  readonly maxCount?: number | undefined;
  /** Also remove for good what goes into a bin. */
  readonly isPurged: boolean;
}

/** Asks for the number of resources, to be typed. */
export function confirmPlan(plan: CleanupPlan, count: number, context: Context): Promise<boolean> {
  return context.confirm({
    facts: `${totalOf(plan)}\nSubscriptions: ${plan.subscriptionIds.join(", ")}\nThis action cannot be undone.`,
    question: `Delete these ${count} resources?`,
    expected: String(count),
  });
}

/** Carries a plan out under its journal, and shows what each step is at. */
export async function carryOut(azure: CleanupAzure, run: CarryOut, context: Context): Promise<ApplyReport> {
  const { plan, journalPath, deadlineMs, maxCount } = run;
  const titles = openSteps(plan).map(({ target }) => resourceNameOf(target));
  const applied = await context.board([...new Set(titles)], (board) =>
    withJournalFile(journalPath, { signal: context.signal, clock: context.clock }, (journal, signal) =>
      applyCleanup(azure, plan, {
        journal,
        signal,
        ...(deadlineMs !== undefined && { deadlineMs }),
        ...(maxCount !== undefined && { maxCount }),
        onEvent: (event) => {
          const title = resourceNameOf(event.step.target);
          if (event.type === "begun") board.at(title, "deleting");
          else if (event.type === "attempt-failed") board.at(title, event.failure.message);
          else if (event.type === "ended") {
            const { outcome } = event.deletion;
            board.end(title, outcome === "deleted" ? "done" : "failed", outcome);
          }
        },
      }),
    ),
  );
  if (run.isPurged) await purge(azure, applied, context);
  return applied;
}

async function purge(azure: CleanupAzure, { deletions }: ApplyReport, context: Context): Promise<void> {
  const binned = deletions.filter(
    ({ outcome, resourceType }) => outcome === "deleted" && /\/vaults$/i.test(resourceType),
  );
  if (binned.length === 0) return;
  const ids = binned.map(({ resourceId }) => resourceId);
  const { applied } = await context.progress(`Purging ${ids.length} vaults`, () =>
    purgeDeleted(azure, ids, { signal: context.signal }),
  );
  for (const { resourceId, outcome, error } of applied?.deletions ?? []) {
    if (outcome !== "deleted") context.warn(`${resourceNameOf(resourceId)} was not purged: ${error ?? outcome}`);
  }
}
