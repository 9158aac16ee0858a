import type { AbortOptions } from "@azlin/core";
import { callContainers } from "../azure/call-containers.ts";
import type { ContainersAzure } from "../azure/containers-azure.ts";
import { listArm } from "../azure/list-arm.ts";
import { assignmentSchema } from "./documents.ts";

/**
 * Ids of the role definitions that a principal is assigned on a scope or above it.
 *
 * @throws AzlinError when they cannot be read.
 */
export async function listAssignedRoles(
  azure: ContainersAzure,
  scope: string,
  { principalId, signal }: AbortOptions & { readonly principalId: string },
): Promise<string[]> {
  const filter = encodeURIComponent(`atScope() and assignedTo('${principalId}')`);
  const query = `api-version=2022-04-01&$filter=${filter}`;
  const path = `${scope}/providers/Microsoft.Authorization/roleAssignments?${query}`;
  const assignments = await callContainers(azure, {
    operation: "list the role assignments of the identity",
    action: "Microsoft.Authorization/roleAssignments/read",
    resource: scope,
    signal,
    run: (client) => listArm(azure, client, { path, element: assignmentSchema, signal }),
  });
  return assignments.map(({ properties }) => properties.roleDefinitionId);
}
