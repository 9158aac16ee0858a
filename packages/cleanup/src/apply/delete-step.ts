import { DeadlineError, resourceKey, withDeadline } from "@azlin/core";
import type { CleanupStep } from "../plan/cleanup-plan.ts";
import type { DeletionAttempt, ResourceDeletion, ResourceOutcome } from "../report/resource-deletion.ts";
import { classifyDeleteError, type DeleteError } from "./classify-delete-error.ts";
import { note, timeOf, type CleanupRun } from "./cleanup-run.ts";
import { deleteTarget, type Pass } from "./delete-target.ts";
import { deletionOf, type StepEnd } from "./deletion-of.ts";
import { nextAttempt } from "./next-attempt.ts";
import { beginProgress, type StepProgress } from "./step-progress.ts";

/** One step and where it stands. */
interface Work {
  readonly step: CleanupStep;
  readonly progress: StepProgress;
}

/**
 * Takes one resource or group away: attempts, with waits between them, until it is gone, cannot go, or the time is up. What
 * an earlier run has seen to be gone is not asked for again.
 *
 * @throws only what the journal throws.
 */
export async function deleteStep(run: CleanupRun, step: CleanupStep): Promise<ResourceDeletion> {
  const earlier = run.earlier.get(resourceKey(step.target));
  if (earlier?.deletedAt != null) {
    const { attempts, deletedAt } = earlier;
    return deletionOf(step, { outcome: "deleted", attempts, deletedAt });
  }
  run.onEvent({ type: "begun", step });
  const progress = beginProgress(earlier?.operationUrl ?? null);
  const end = await attemptUntilEnd(run, { step, progress });
  const { attempts, failures } = progress;
  const deletion = deletionOf(step, { ...end, attempts, failures });
  if (!run.stop.signal.aborted) {
    const { target } = step;
    await note(run, { type: "ended", target, outcome: deletion.outcome, attempts, at: timeOf(run) });
  }
  run.onEvent({ type: "ended", step, deletion });
  return deletion;
}

async function attemptUntilEnd(run: CleanupRun, work: Work): Promise<StepEnd> {
  for (;;) {
    if (isTimeUp(run)) return cutOff(run, work);
    const pass = await attempt(run, work);
    if (pass === "cut-off") return cutOff(run, work);
    if ("state" in pass && pass.state !== "there") return endOf(run, pass);
    const afterMs = fail(run, work, "state" in pass ? stillThere() : pass);
    if (afterMs === "stop") return lastFailure(work);
    try {
      await run.azure.clock.delay(Math.min(afterMs, timeLeft(run)), { signal: run.stop.signal });
    } catch {
      return cutOff(run, work);
    }
  }
}

/** One attempt in a free slot; what Azure answers instead of an end, classed. */
async function attempt(run: CleanupRun, work: Work): Promise<Pass | DeleteError | "cut-off"> {
  const { clock } = run.azure;
  try {
    return await run.slots(() => {
      const options = { signal: run.stop.signal, timeoutMs: Math.max(0, timeLeft(run)), clock };
      return withDeadline(`deleting ${work.step.target}`, options, (signal) => deleteTarget(run, work, signal));
    });
  } catch (error) {
    if (run.stop.signal.aborted || error instanceof DeadlineError) return "cut-off";
    return classifyDeleteError(error, work.step.target);
  }
}

/** Writes a failure down and decides what follows it. */
function fail(run: CleanupRun, { step, progress }: Work, error: DeleteError): number | "stop" {
  const { waitsMs, maxAttempts } = run;
  const isGroup = step.kind === "group" && step.members.length > 0;
  const { isRenewed } = progress;
  const state = { failures: progress.countedFailures + 1, isRenewed, isGroup, waitsMs, maxAttempts };
  const next = nextAttempt(error, state);
  if (next !== "stop" && !next.isCounted) progress.attempts = Math.max(0, progress.attempts - 1);
  else progress.countedFailures += 1;
  progress.isRenewed = error.class === "auth";
  if (progress.isRenewed && !isRenewed) run.azure.clients.renew();
  const waitMs = next === "stop" ? 0 : next.afterMs;
  const { code, status, message } = error;
  const failure: DeletionAttempt = { at: timeOf(run), class: error.class, code, status, message, waitMs };
  progress.failures.push(failure);
  run.onEvent({ type: "attempt-failed", step, failure });
  return next === "stop" ? "stop" : waitMs;
}

function endOf(run: CleanupRun, pass: Exclude<Pass, { readonly state: "there" }>): StepEnd {
  return pass.state === "gone"
    ? { outcome: "deleted", deletedAt: timeOf(run) }
    : { outcome: "changed", error: pass.reason };
}

function lastFailure({ progress }: Work): StepEnd {
  const last = progress.failures.at(-1)!;
  const isUnknown = !progress.isSeen;
  const kept: ResourceOutcome = last.class === "blocked" ? "blocked" : "remaining";
  return { outcome: isUnknown ? "unknown" : kept, error: last.message };
}

/** The end of a step whose time was up, or whose run was stopped. */
function cutOff(run: CleanupRun, { progress }: Work): StepEnd {
  const why = run.stop.signal.aborted ? "The cleanup was stopped." : "The time for the cleanup was up.";
  const last = progress.failures.at(-1);
  const error = last === undefined ? why : `${why} Before that: ${last.message}`;
  if (progress.isUnderWay) return { outcome: "timed-out", error };
  return { outcome: progress.isSeen ? "remaining" : "unknown", error };
}

/** Azure said that the deletion had ended, and still shows the resource. */
function stillThere(): DeleteError {
  const message = "Azure ended the deletion and still shows it.";
  const facts = { code: null, status: null, retryAfterMs: null, blockers: [], isGuess: true };
  return { class: "transient", message, ...facts };
}

function timeLeft({ azure, deadlineAtMs }: CleanupRun): number {
  return deadlineAtMs - azure.clock.now();
}

function isTimeUp(run: CleanupRun): boolean {
  return run.stop.signal.aborted || timeLeft(run) <= 0;
}
