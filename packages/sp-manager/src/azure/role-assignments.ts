import { resourceKey, type AbortOptions } from "@azlin/core";
import type { RoleAssignment } from "@azure/arm-authorization";
import type { IdentityPlan } from "../plan/identity-plan.ts";
import { askAzure, askIfThere } from "./ask-azure.ts";
import type { IdentityAzure } from "./identity-azure.ts";

const DESCRIPTION = "azlin: for the run ";

/** What an assignment of an identity says of itself; by it the sweep knows what is ours. */
export function assignmentDescription({ runId }: Pick<IdentityPlan, "runId">): string {
  return `${DESCRIPTION}${runId}`.slice(0, 1_000);
}

/** Whether this package made an assignment. */
export function isOurAssignment({ description }: RoleAssignment): boolean {
  return description?.startsWith(DESCRIPTION) === true;
}

/** Lists role assignments of a subscription and below, of one principal or of all. @throws AzlinError */
export function listAssignments(
  azure: IdentityAzure,
  { subscriptionId, principalId }: { readonly subscriptionId: string; readonly principalId?: string },
  { signal }: AbortOptions,
): Promise<RoleAssignment[]> {
  return askAzure(azure, {
    operation: `list the role assignments in subscription ${subscriptionId}`,
    action: "Microsoft.Authorization/roleAssignments/read",
    signal,
    run: async () => {
      const { roleAssignments } = await azure.clients.authorization(subscriptionId);
      const filter = principalId === undefined ? {} : { filter: `principalId eq '${principalId}'` };
      const found = new Map<string, RoleAssignment>();
      for await (const assignment of roleAssignments.listForSubscription(filter)) {
        if (assignment.id !== undefined) found.set(resourceKey(assignment.id), assignment);
      }
      return [...found.values()];
    },
  });
}

/** Deletes an assignment by its id. @returns whether it was there. @throws AzlinError */
export async function deleteAssignment(
  azure: IdentityAzure,
  { subscriptionId, id }: { readonly subscriptionId: string; readonly id: string },
  { signal }: AbortOptions,
): Promise<boolean> {
  const done = await askIfThere(azure, {
    operation: "delete the role assignment",
    action: "Microsoft.Authorization/roleAssignments/delete",
    signal,
    run: async () => {
      const { roleAssignments } = await azure.clients.authorization(subscriptionId);
      await roleAssignments.deleteById(id, signal === undefined ? {} : { abortSignal: signal });
      return true;
    },
  });
  return done === true;
}
