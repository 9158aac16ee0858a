import { mapConcurrent, toAzlinError, type AbortOptions } from "@azlin/core";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import { deleteFromDirectory } from "../azure/delete-from-directory.ts";
import { deleteAssignment, listAssignments } from "../azure/role-assignments.ts";
import { purgeSecret, takeSecretAway, type SecretPlace } from "../azure/vault-secrets.ts";
import type { ServicePrincipalDetails } from "../manage/service-principal-details.ts";
import type { IdentityDeletion, IdentityPart, PartDeletion } from "./deletion-report.ts";
import {
  findIdentityToDelete,
  identityToDelete,
  type IdentityToDelete,
  type LookupOptions,
} from "./identity-to-delete.ts";
import { isIdentityGone } from "./is-identity-gone.ts";

/** Options of {@link deleteServicePrincipal}. */
export interface DeleteServicePrincipalOptions extends LookupOptions {
  /** Also out of the directory's deleted items, where it could be restored for 30 days. Default: true. */
  readonly permanently?: boolean;
  /** Also out of the vault's deleted secrets. Default: true. */
  readonly purgesSecret?: boolean;
}

type Outcome = Pick<PartDeletion, "outcome" | "count">;

/**
 * Deletes an identity with everything that belongs to it, by ids: role assignments, then the application with its service
 * principal, then the secret. Each part is tried, whatever became of the others; nothing that is not ours is touched. What
 * is not there is no error.
 *
 * @param which - its display name, or what was told when it was made.
 * @returns what became of each part, and whether nothing is left.
 * @throws only the signal's reason.
 */
export async function deleteServicePrincipal(
  azure: IdentityAzure,
  which: string | ServicePrincipalDetails,
  options: DeleteServicePrincipalOptions = {},
): Promise<IdentityDeletion> {
  const spName = typeof which === "string" ? which : which.spName;
  let identity: IdentityToDelete;
  try {
    identity =
      typeof which === "string" ? await findIdentityToDelete(azure, which, options) : identityToDelete(azure, which);
  } catch (error) {
    return { spName, parts: [failed("application", error, options)], isGone: null };
  }
  return deleteIdentity(azure, identity, options);
}

/** Deletes what was found of an identity. @throws only the signal's reason. */
async function deleteIdentity(
  azure: IdentityAzure,
  identity: IdentityToDelete,
  options: DeleteServicePrincipalOptions = {},
): Promise<IdentityDeletion> {
  const parts = [
    await part("role assignments", options, () => deleteAssignments(azure, identity, options)),
    await part("application", options, () => deleteDirectoryPart(azure, identity, options)),
    await part("secret", options, () => deleteSecretPart(azure, identity, options)),
  ];
  for (const { part: name, outcome } of parts) azure.logger.info("identity deleted", { ...identity, name, outcome });
  const isClean = parts.every(({ outcome }) => outcome === "deleted" || outcome === "absent");
  return { spName: identity.spName, parts, isGone: isClean ? await isIdentityGone(azure, identity, options) : false };
}

async function deleteAssignments(
  azure: IdentityAzure,
  { principalId, subscriptionIds }: IdentityToDelete,
  options: AbortOptions,
): Promise<Outcome> {
  if (principalId === null) return { outcome: "absent", count: 0 };
  let count = 0;
  for (const subscriptionId of subscriptionIds) {
    const assignments = await listAssignments(azure, { subscriptionId, principalId }, options);
    const ids = assignments.flatMap(({ id }) => (id === undefined ? [] : [id]));
    await mapConcurrent(ids, { concurrency: 4 }, (id) => deleteAssignment(azure, { subscriptionId, id }, options));
    count += ids.length;
  }
  return { outcome: count === 0 ? "absent" : "deleted", count };
}

async function deleteDirectoryPart(
  azure: IdentityAzure,
  { applicationObjectId, principalId, madeAtMs }: IdentityToDelete,
  { permanently: isPermanent = true, signal }: DeleteServicePrincipalOptions,
): Promise<Outcome> {
  if (applicationObjectId === null) return { outcome: "absent" };
  if (isPermanent && principalId !== null) {
    await deleteFromDirectory(azure, { type: "servicePrincipals", id: principalId, madeAtMs, isPermanent }, { signal });
  }
  const application = { type: "applications" as const, id: applicationObjectId, madeAtMs, isPermanent };
  const wasThere = await deleteFromDirectory(azure, application, { signal });
  return { outcome: wasThere ? "deleted" : "absent" };
}

async function deleteSecretPart(
  azure: IdentityAzure,
  { secret, hasNoSecret }: IdentityToDelete,
  { purgesSecret = true, signal }: DeleteServicePrincipalOptions,
): Promise<Outcome> {
  if (secret === null) return { outcome: hasNoSecret ? "absent" : "unknown" };
  const outcome = await takeSecretAway(azure, secret, { signal });
  if (outcome === "foreign" || !purgesSecret) return { outcome };
  return { outcome: await purged(azure, secret, { outcome, signal }) };
}

async function purged(
  azure: IdentityAzure,
  secret: SecretPlace,
  { outcome, signal }: { readonly outcome: "deleted" | "absent" } & AbortOptions,
): Promise<PartDeletion["outcome"]> {
  const result = await purgeSecret(azure, secret, { signal });
  if (result === "absent") return outcome;
  return result === "kept" ? "kept" : "deleted";
}

async function part(name: IdentityPart, options: AbortOptions, run: () => Promise<Outcome>): Promise<PartDeletion> {
  try {
    return { part: name, ...(await run()), error: null };
  } catch (error) {
    return failed(name, error, options);
  }
}

function failed(name: IdentityPart, error: unknown, { signal }: AbortOptions): PartDeletion {
  signal?.throwIfAborted();
  return { part: name, outcome: "failed", error: toAzlinError(error, { operation: `delete the ${name}` }).toJSON() };
}
