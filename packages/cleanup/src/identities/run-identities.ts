import { ConflictError, type AbortOptions } from "@azlin/core";
import { deleteRunIdentities, type IdentityAzure, type IdentityDeletion } from "@azlin/sp-manager";

/**
 * Removes the identities of a run, for {@link forceDeleteResources}: role assignments, applications and secrets, by ids.
 *
 * @returns what takes them away and answers the names of those that are proved gone.
 */
export function runIdentities(
  azure: IdentityAzure,
  runId: string,
): (options: AbortOptions) => Promise<readonly string[]> {
  return async (options) => {
    const deletions = await deleteRunIdentities(azure, runId, options);
    const left = deletions.filter(({ isGone }) => isGone !== true);
    if (left.length > 0) throw notGone(left);
    return deletions.map(({ spName }) => spName);
  };
}

function notGone(left: readonly IdentityDeletion[]): ConflictError {
  const names = left.map(({ spName }) => `'${spName}'`).join(", ");
  const reasons = left.flatMap(({ parts }) => parts.flatMap(({ error }) => (error === null ? [] : [error.message])));
  return new ConflictError("IDENTITIES_LEFT", `Not known to be gone: ${names}. ${reasons.join(" ")}`.trim(), {
    hint: "See 'azlin sp list', and 'azlin sp delete'.",
    details: { left },
  });
}
