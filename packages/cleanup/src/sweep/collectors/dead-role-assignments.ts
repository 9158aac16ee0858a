import { mapConcurrent } from "@azlin/core";
import { listArm } from "../../azure/list-arm.ts";
import { toDocument } from "../../azure/resource-document.ts";
import type { Claim } from "../../facts/find-owned.ts";
import type { Collector, SweepContext } from "../collector.ts";
import { isOldEnough } from "../is-old-enough.ts";

/** A role assignment, as Azure lists it. */
export interface RoleAssignment {
  readonly id: string;
  readonly properties: {
    readonly principalId: string;
    readonly principalType?: string;
    readonly description?: string | null;
    readonly createdOn?: string | null;
    readonly scope?: string;
  };
}

/** Options of {@link deadRoleAssignments}. */
export interface DeadRoleAssignmentsOptions {
  /** Which of these object ids the directory still has. It throws when it cannot tell: that is no "none". */
  readonly existingPrincipals: (objectIds: readonly string[], signal?: AbortSignal) => Promise<ReadonlySet<string>>;
  /** Whether an assignment was made by us. Default: its description begins with `azlin`. */
  readonly isOurs?: (assignment: RoleAssignment) => boolean;
}

const LIST_VERSION = "2022-04-01";

/** Makes the collector of role assignments of ours whose principals are gone: they count towards the subscription's limit. */
export function deadRoleAssignments(options: DeadRoleAssignmentsOptions): Collector {
  const { existingPrincipals, isOurs = isDescribedAsOurs } = options;
  return {
    name: "dead-role-assignments",
    collect: async (context) => {
      const candidates = (await listAssignments(context)).filter((assignment) => {
        return isOurs(assignment) && isOldEnough(assignment.properties.createdOn ?? null, context);
      });
      const asked = [...new Set(candidates.map(({ properties }) => properties.principalId.toLowerCase()))];
      if (asked.length === 0) return [];
      const answered = await existingPrincipals(asked, context.signal);
      const existing = new Set([...answered].map((id) => id.toLowerCase()));
      return candidates.filter(({ properties }) => !existing.has(properties.principalId.toLowerCase())).map(toClaim);
    },
  };
}

async function listAssignments({ azure, signal }: SweepContext): Promise<RoleAssignment[]> {
  const lists = await mapConcurrent(azure.subscriptionIds, { signal }, (subscriptionId) =>
    listArm<RoleAssignment>(azure, {
      path: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/roleAssignments?api-version=${LIST_VERSION}`,
      operation: `list the role assignments in subscription ${subscriptionId}`,
      action: "Microsoft.Authorization/roleAssignments/read",
      signal,
    }),
  );
  const assignments = lists.flat();
  // A list also shows what is assigned above the subscription, where nothing is swept.
  return assignments.filter(({ id }) => /^\/subscriptions\//i.test(id));
}

function toClaim({ id, properties }: RoleAssignment): Claim {
  const document = toDocument({ id, properties });
  return { document, reason: `Its principal ${properties.principalId} does not exist any more.`, marks: [] };
}

function isDescribedAsOurs({ properties }: RoleAssignment): boolean {
  return /^azlin\b/i.test(properties.description ?? "");
}
