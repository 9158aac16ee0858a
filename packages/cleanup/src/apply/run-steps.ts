import { resourceKey, resourceNameOf } from "@azlin/core";
import type { CleanupStep } from "../plan/cleanup-plan.ts";
import type { ResourceDeletion, ResourceOutcome } from "../report/resource-deletion.ts";
import type { CleanupRun } from "./cleanup-run.ts";
import { deleteStep } from "./delete-step.ts";
import { deletionOf } from "./deletion-of.ts";

/** How each resource ends, by key; known when it has. */
type Ends = Map<string, Promise<ResourceDeletion>>;

/** Ends of a group after which its members are tried one by one. */
const DISSOLVES: ReadonlySet<ResourceOutcome> = new Set(["blocked", "changed", "remaining"]);

/**
 * Carries steps out, each as soon as all that has to be gone before it is gone. What waits for something that stays is not
 * tried: whatever uses it would lose it.
 *
 * @param steps - in an order in which they can be carried out.
 * @throws only what the journal throws.
 */
export async function runSteps(run: CleanupRun, steps: readonly CleanupStep[]): Promise<ResourceDeletion[]> {
  const ends: Ends = new Map();
  const all = steps.map((step) => {
    const ended = step.kind === "group" ? runGroup(run, step, new Map(ends)) : runResource(run, step, ends);
    for (const { target } of [...step.members, step]) ends.set(resourceKey(target), endIn(ended, target));
    return ended;
  });
  const settled = await Promise.allSettled(all);
  const failed = settled.find((one) => one.status === "rejected");
  if (failed !== undefined) throw failed.reason;
  return settled.flatMap((one) => (one.status === "fulfilled" ? one.value : []));
}

function endIn(ended: Promise<readonly ResourceDeletion[]>, target: string): Promise<ResourceDeletion> {
  const end = ended.then((deletions) => deletions.find(({ resourceId }) => resourceId === target)!);
  // Whoever waits for it is told; often nobody does.
  end.catch(() => {});
  return end;
}

async function runResource(run: CleanupRun, step: CleanupStep, ends: Ends): Promise<ResourceDeletion[]> {
  const kept = keptByPlan(step) ?? (await keptByOthers(step, ends));
  return [kept ?? (await deleteStep(run, step))];
}

/** A group as one, while all that its members wait for is gone; else, and when it cannot go, its members one by one. */
async function runGroup(run: CleanupRun, step: CleanupStep, ends: Ends): Promise<ResourceDeletion[]> {
  const blocked = keptByPlan(step);
  if (blocked !== undefined) return [blocked];
  const kept = await keptByOthers(step, ends);
  const whole = kept ?? (await deleteStep(run, step));
  if (whole.outcome === "deleted") return [...step.members.map((member) => goneWith(member, whole)), whole];
  if (step.members.length === 0) return [whole];
  if (kept === undefined && !DISSOLVES.has(whole.outcome)) {
    return [...step.members.map((member) => sharedEnd(member, whole)), whole];
  }
  const members = await runMembers(run, step, ends);
  const isEmptied = members.every(({ outcome }) => outcome === "deleted");
  return [...members, isEmptied ? await deleteStep(run, { ...step, members: [] }) : whole];
}

async function runMembers(run: CleanupRun, { members }: CleanupStep, outside: Ends): Promise<ResourceDeletion[]> {
  const ends: Ends = new Map(outside);
  const all = members.map((member) => {
    const ended = runResource(run, member, ends);
    ends.set(resourceKey(member.target), endIn(ended, member.target));
    return ended;
  });
  return (await Promise.all(all)).flat();
}

function keptByPlan(step: CleanupStep): ResourceDeletion | undefined {
  if (step.blockers.length === 0) return undefined;
  return deletionOf(step, { outcome: "blocked", error: step.blockers.map(({ message }) => message).join(" ") });
}

/** Waits for all that comes first; the step's own end when any of it stays. */
async function keptByOthers(step: CleanupStep, ends: Ends): Promise<ResourceDeletion | undefined> {
  const waitedFor = step.after.map((id) => ends.get(resourceKey(id))).filter((end) => end !== undefined);
  const kept = (await Promise.all(waitedFor)).find(({ outcome }) => outcome !== "deleted");
  if (kept === undefined) return undefined;
  const error = `'${resourceNameOf(kept.resourceId)}', which comes first, is still there.`;
  return deletionOf(step, { outcome: "skipped", error });
}

function goneWith(member: CleanupStep, { deletedAt, attempts }: ResourceDeletion): ResourceDeletion {
  return deletionOf(member, { outcome: "deleted", attempts, ...(deletedAt !== null && { deletedAt }) });
}

/** Nobody has looked at the members of a group that was cut off. */
function sharedEnd(member: CleanupStep, { outcome, error, attempts }: ResourceDeletion): ResourceDeletion {
  const unseen: ResourceOutcome = outcome === "timed-out" ? "timed-out" : "unknown";
  return deletionOf(member, { outcome: unseen, attempts, ...(error !== null && { error: `Its group: ${error}` }) });
}
