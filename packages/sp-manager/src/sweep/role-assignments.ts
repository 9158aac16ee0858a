import { ValidationError } from "@azlin/core";
import type { RoleAssignment } from "@azure/arm-authorization";
import { readDirectory } from "../azure/applications.ts";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import { deleteAssignment, isOurAssignment, listAssignments } from "../azure/role-assignments.ts";
import type { Orphan, OrphanCollector, SweepScope } from "./orphan.ts";

/** Role assignments of ours whose principal is gone; they count towards the subscription's limit of 4,000. */
export const assignmentsOfTheDead: OrphanCollector = {
  name: "role assignments",
  collect: (azure, scope) => collect(azure, scope),
};

async function* collect(azure: IdentityAzure, scope: SweepScope): AsyncGenerator<Orphan> {
  if (scope.subscriptionIds.length === 0) throw noSubscriptions();
  const isDead = new Map<string, boolean>();
  for (const subscriptionId of scope.subscriptionIds) {
    for (const assignment of await listAssignments(azure, { subscriptionId }, scope)) {
      const ours = oldOne(assignment, azure.clock.now() - scope.minAgeMs);
      if (ours === undefined) continue;
      const dead = isDead.get(ours.principalId) ?? !(await isThere(azure, ours.principalId, scope.signal));
      isDead.set(ours.principalId, dead);
      if (dead) yield orphanOf(azure, { ...ours, subscriptionId });
    }
  }
}

function noSubscriptions(): ValidationError {
  return new ValidationError("NO_SUBSCRIPTIONS", "No subscription was named to look for role assignments in.", {
    hint: "Name the subscriptions: what was not looked at is not clean.",
  });
}

/** An assignment of ours that is old enough. */
interface OwnAssignment {
  readonly id: string;
  readonly principalId: string;
  readonly scope: string;
}

function oldOne(assignment: RoleAssignment, beforeMs: number): OwnAssignment | undefined {
  const { id, principalId, createdOn, scope = "" } = assignment;
  if (id === undefined || principalId === undefined || !isOurAssignment(assignment)) return undefined;
  return createdOn !== undefined && createdOn.getTime() <= beforeMs ? { id, principalId, scope } : undefined;
}

function orphanOf(
  azure: IdentityAzure,
  { id, principalId, scope, subscriptionId }: OwnAssignment & { readonly subscriptionId: string },
): Orphan {
  return {
    kind: "role assignment",
    id,
    name: id.split("/").at(-1)!,
    reason: `Its principal ${principalId} is gone; it gave a role in ${scope}.`,
    remove: async (options) => {
      await deleteAssignment(azure, { subscriptionId, id }, options);
    },
  };
}

async function isThere(azure: IdentityAzure, principalId: string, signal: AbortSignal | undefined): Promise<boolean> {
  const found = await readDirectory(azure, {
    operation: "look for a principal",
    path: `/servicePrincipals/${principalId}`,
    signal,
    send: (request) => request.select("id").get() as Promise<unknown>,
  });
  return found !== undefined;
}
