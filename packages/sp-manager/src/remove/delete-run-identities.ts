import { ValidationError } from "@azlin/core";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import { listManagedIdentities } from "../manage/managed-identity.ts";
import { deleteServicePrincipal, type DeleteServicePrincipalOptions } from "./delete-service-principal.ts";
import type { IdentityDeletion } from "./deletion-report.ts";

/**
 * Deletes all identities of a run, by ids: to be called last, when nothing of the run needs them any more.
 *
 * @returns what became of each.
 * @throws ValidationError (`INVALID_RUN_ID`) for an empty run; AzlinError when the directory cannot be listed: then nobody knows
 * which there are.
 */
export async function deleteRunIdentities(
  azure: IdentityAzure,
  runId: string,
  options: DeleteServicePrincipalOptions = {},
): Promise<IdentityDeletion[]> {
  if (runId.trim() === "") {
    throw new ValidationError("INVALID_RUN_ID", "A run has to have a name.", { hint: "Give one that is not empty." });
  }
  const names = new Set<string>();
  for await (const identity of listManagedIdentities(azure, { signal: options.signal })) {
    if (identity.runId === runId) names.add(identity.spName);
  }
  const deletions: IdentityDeletion[] = [];
  for (const spName of names) deletions.push(await deleteServicePrincipal(azure, spName, options));
  return deletions;
}
