import { resourceKey, resourceNameOf } from "@azlin/core";
import { readResource } from "../azure/read-resource.ts";
import { tagOf, type ResourceDocument } from "../azure/resource-document.ts";
import { saysYes } from "../cleanup-tags.ts";
import { listGroup, type ListedResource } from "../facts/list-group.ts";
import { groupIdOf } from "../facts/read-groups.ts";
import type { CleanupStep } from "../plan/cleanup-plan.ts";
import { identityChange, identityOf } from "../plan/identity-of.ts";
import type { CleanupRun } from "./cleanup-run.ts";

/** How something that is to go stands now, held against the plan. */
export type Observation =
  | { readonly state: "gone" }
  /** As planned. */
  | { readonly state: "there" }
  /** Somebody is deleting it already. */
  | { readonly state: "deleting" }
  /** Not what was planned; `reason` is a sentence. */
  | { readonly state: "changed"; readonly reason: string };

/**
 * Looks at what is to go, with one GET; at a group with everything in it. What shows nothing to tell it by is looked up in
 * the list of its group, which knows when it was made.
 *
 * @throws AzlinError when Azure does not say.
 */
export async function observeTarget(run: CleanupRun, step: CleanupStep, signal: AbortSignal): Promise<Observation> {
  const { target, apiVersion, marks } = step;
  const found = await readResource(run.azure, target, { apiVersion, signal });
  if (found === undefined) return { state: "gone" };
  const reason = identityReason(step, found) ?? tagReason(marks, found, run.keepTag);
  if (reason !== undefined) return { state: "changed", reason };
  if (isBeingDeleted(found)) return { state: "deleting" };
  const listed = await (step.kind === "group" ? contentReason : ageReason)(run, step, signal);
  return listed === undefined ? { state: "there" } : { state: "changed", reason: listed };
}

function identityReason({ identity }: CleanupStep, found: ResourceDocument): string | undefined {
  const member = identityChange(identity, identityOf(found));
  return member === undefined ? undefined : `It was made anew after it was planned: its ${member} is another one.`;
}

/** Tags are the owner's word, and it may have been taken back. */
function tagReason(
  marks: CleanupStep["marks"],
  found: Pick<ResourceDocument, "tags">,
  keepTag: string,
): string | undefined {
  if (saysYes(tagOf(found, keepTag))) return `It has had the tag '${keepTag}' since it was planned.`;
  const lost = Object.entries(marks).find(([name, value]) => tagOf(found, name)?.toLowerCase() !== value.toLowerCase());
  return lost === undefined ? undefined : `Its tag '${lost[0]}' is no longer '${lost[1]}'.`;
}

function isBeingDeleted({ properties }: ResourceDocument): boolean {
  const state = properties["provisioningState"];
  return typeof state === "string" && /^(?:deleting|deprovisioning)$/i.test(state);
}

/** What is in the group that was not planned, or is no longer what was planned. */
async function contentReason(run: CleanupRun, step: CleanupStep, signal: AbortSignal): Promise<string | undefined> {
  const planned = new Map(step.members.map((member) => [resourceKey(member.target), member]));
  for (const listed of await listGroup(run.azure, step.target, { signal })) {
    const name = resourceNameOf(listed.id);
    const member = planned.get(resourceKey(listed.id));
    if (member === undefined) {
      if (await isThere(run, listed.id, signal)) return `It holds '${name}', which was not planned.`;
      continue;
    }
    const reason = madeAnew(member, listed) ?? tagReason(member.marks, listed, run.keepTag);
    if (reason !== undefined) return `It holds '${name}', of which is true: ${reason}`;
  }
  return undefined;
}

/** Lists may show what is gone. What cannot be read may be there. */
async function isThere(run: CleanupRun, id: string, signal: AbortSignal): Promise<boolean> {
  try {
    return (await readResource(run.azure, id, { signal })) !== undefined;
  } catch {
    signal.throwIfAborted();
    return true;
  }
}

/** Asks the list of its group when a resource was made, where the resource itself shows nothing to tell it by. */
async function ageReason(run: CleanupRun, step: CleanupStep, signal: AbortSignal): Promise<string | undefined> {
  const group = groupIdOf(step.target);
  if (group === undefined || step.createdAt === null || Object.keys(step.identity).length > 0) return undefined;
  const key = resourceKey(step.target);
  const listed = await listGroup(run.azure, group, { type: step.type, signal });
  const found = listed.find(({ id }) => resourceKey(id) === key);
  return found === undefined ? undefined : madeAnew(step, found);
}

function madeAnew({ createdAt }: CleanupStep, listed: ListedResource): string | undefined {
  if (createdAt === null || listed.createdAt === null || createdAt === listed.createdAt) return undefined;
  return "It was made anew after it was planned.";
}
