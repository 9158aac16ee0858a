import { setMaxListeners } from "node:events";
import pLimit from "p-limit";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import { memoryJournal } from "../journal/cleanup-journal.ts";
import { earlierSteps } from "../journal/earlier-steps.ts";
import type { CleanupPlan } from "../plan/cleanup-plan.ts";
import type { ResourceDeletion } from "../report/resource-deletion.ts";
import { resolveApplyOptions, type ApplyCleanupOptions } from "./apply-options.ts";
import { checkPlan } from "./check-plan.ts";
import { note, timeOf, type CleanupRun } from "./cleanup-run.ts";
import { runSteps } from "./run-steps.ts";

/** What carrying a plan out led to. Plain data. */
export interface ApplyReport {
  readonly runId: string | null;
  readonly planHash: string;
  /** ISO 8601. */
  readonly startedAt: string;
  readonly endedAt: string;
  /** Whether the caller's signal ended it. */
  readonly isInterrupted: boolean;
  /** One for each resource and group of the plan. */
  readonly deletions: readonly ResourceDeletion[];
}

/**
 * Carries a plan out: everything that may go, in parallel as far as the plan's order allows, until it is gone or the time is
 * up. Each resource is looked at before it is deleted, and left alone when it is no longer what was planned; it counts as
 * deleted when Azure answers 404 to a GET. With a journal, a run that was killed can be gone on with by the same call.
 *
 * @returns a report whatever happens to single resources, also when the signal ends it.
 * @throws ValidationError (`PLAN_ALTERED`, `OUT_OF_SCOPE`, `TOO_MANY_DELETIONS`) and ConflictError (`PLAN_TOO_OLD`,
 * `JOURNAL_OF_ANOTHER_PLAN`) before anything is sent; what the journal throws when it cannot be written.
 */
export async function applyCleanup(
  azure: CleanupAzure,
  plan: CleanupPlan,
  options: ApplyCleanupOptions = {},
): Promise<ApplyReport> {
  const { journal = memoryJournal(), signal } = options;
  const resolved = resolveApplyOptions(options);
  checkPlan(azure, { plan, journal }, resolved);
  const stop = new AbortController();
  // Every deletion under way listens to it.
  setMaxListeners(0, stop.signal);
  const onAbort = (): void => stop.abort(signal?.reason);
  signal?.throwIfAborted();
  signal?.addEventListener("abort", onAbort, { once: true });
  const run: CleanupRun = {
    ...resolved,
    azure,
    journal,
    stop,
    keepTag: plan.keepTag,
    earlier: earlierSteps(journal.entries),
    deadlineAtMs: azure.clock.now() + resolved.deadlineMs,
    slots: pLimit(resolved.concurrency),
  };
  const startedAt = timeOf(run);
  try {
    await note(run, { type: "plan", hash: plan.hash, at: startedAt });
    const deletions = await runSteps(run, plan.steps);
    const isInterrupted = signal?.aborted === true;
    // Stopped by nobody but the journal.
    if (!isInterrupted) stop.signal.throwIfAborted();
    return { runId: plan.runId, planHash: plan.hash, startedAt, endedAt: timeOf(run), isInterrupted, deletions };
  } finally {
    signal?.removeEventListener("abort", onAbort);
  }
}
