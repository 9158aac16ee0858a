import type { CleanupStep } from "../plan/cleanup-plan.ts";
import { sendArm } from "../azure/send-arm.ts";
import { awaitOperation, operationUrlOf } from "./await-operation.ts";
import { note, timeOf, type CleanupRun } from "./cleanup-run.ts";
import { observeTarget, type Observation } from "./observe-target.ts";
import { pollWait } from "./poll-wait.ts";
import type { StepProgress } from "./step-progress.ts";

/** How one attempt ended, when Azure did not answer with an error. */
export type Pass = Exclude<Observation, { readonly state: "deleting" }>;

/**
 * One attempt to delete something: looks whether it is still what was planned, sends the deletion, waits for its end and
 * looks again. Nothing is sent for what is gone or already being deleted.
 *
 * @returns `gone` only when Azure says so to a GET; `there` when the deletion ended and it still is.
 * @throws what Azure answers instead.
 */
export async function deleteTarget(
  run: CleanupRun,
  { step, progress }: { readonly step: CleanupStep; readonly progress: StepProgress },
  signal: AbortSignal,
): Promise<Pass> {
  await endOperation(run, progress, signal);
  const before = await look(run, { step, progress }, signal);
  if (before.state !== "there") return before;
  await note(run, { type: "sent", target: step.target, at: timeOf(run) });
  progress.attempts += 1;
  const response = await sendArm(run.azure, { ...requestOf(step), signal });
  progress.operationUrl = operationUrlOf(response);
  progress.isUnderWay = true;
  await note(run, {
    type: "accepted",
    target: step.target,
    operationUrl: progress.operationUrl,
    at: timeOf(run),
  });
  run.onEvent({ type: "accepted", step });
  await endOperation(run, progress, signal);
  const after = await look(run, { step, progress }, signal);
  progress.isUnderWay = false;
  return after;
}

/** Waits for the deletion that is under way, if any. What failed is over; what is cut off goes on. */
async function endOperation(run: CleanupRun, progress: StepProgress, signal: AbortSignal): Promise<void> {
  if (progress.operationUrl === null) return;
  try {
    await awaitOperation(run.azure, progress.operationUrl, { signal });
  } catch (error) {
    if (signal.aborted) throw error;
    progress.isUnderWay = false;
    progress.operationUrl = null;
    throw error;
  }
  progress.operationUrl = null;
}

function requestOf({ action, target, apiVersion }: CleanupStep): { method: "DELETE" | "POST"; url: string } {
  const version = `?api-version=${apiVersion ?? ""}`;
  const path = target.split("/").map(encodeURIComponent).join("/");
  return action === "purge"
    ? { method: "POST", url: `${path}/purge${version}` }
    : { method: "DELETE", url: `${path}${version}` };
}

/** How it stands, once nobody is deleting it any more. */
async function look(
  run: CleanupRun,
  { step, progress }: { readonly step: CleanupStep; readonly progress: StepProgress },
  signal: AbortSignal,
): Promise<Pass> {
  const { clock, pollIntervalMs } = run.azure;
  for (let poll = 0; ; poll += 1) {
    progress.isSeen = false;
    const seen = await observeTarget(run, step, signal);
    progress.isSeen = true;
    if (seen.state !== "deleting") return seen;
    progress.isUnderWay = true;
    await clock.delay(pollWait(poll, pollIntervalMs), { signal });
  }
}
