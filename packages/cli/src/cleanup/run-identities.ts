import { runIdentities, type CleanupAzure, type CleanupPlan } from "@azlin/cleanup";
import { identityAzure, listManagedIdentities, type IdentityAzure } from "@azlin/sp-manager";
import type { Context } from "../context.ts";

/** Names of the identities of a plan's run. */
export async function identitiesOf(azure: CleanupAzure, plan: CleanupPlan, context: Context): Promise<string[]> {
  const names: string[] = [];
  for await (const identity of listManagedIdentities(directoryOf(azure), { signal: context.signal })) {
    if (identity.runId === plan.runId) names.push(identity.spName);
  }
  return names;
}

/** Removes the identities of a plan's run, and answers the names of those that are proved gone. */
export function removeIdentities(azure: CleanupAzure, plan: CleanupPlan, context: Context): Promise<readonly string[]> {
  const { runId } = plan;
  if (runId === null) return Promise.resolve([]);
  const remove = runIdentities(directoryOf(azure), runId);
  return context.progress("Removing the identities of the run", () => remove({ signal: context.signal }));
}

function directoryOf({ transport, clock }: CleanupAzure): IdentityAzure {
  return identityAzure({ transport, clock });
}
