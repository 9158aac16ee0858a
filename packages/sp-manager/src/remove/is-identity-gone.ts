import type { AbortOptions } from "@azlin/core";
import { readDirectory } from "../azure/applications.ts";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import { listAssignments } from "../azure/role-assignments.ts";
import { ownerOfSecret } from "../azure/vault-secrets.ts";
import type { IdentityToDelete } from "./identity-to-delete.ts";

/** How much of an identity has to be gone. */
export interface GoneOptions extends AbortOptions {
  readonly permanently?: boolean;
  readonly purgesSecret?: boolean;
}

/** Milliseconds for which a directory may show what was deleted. */
const LAG_MS = 120_000;
const LOOK_MS = 2_000;

/**
 * Looks for everything of an identity, for as long as reads may lag behind.
 *
 * @returns `null` when something could not be read: then nobody knows.
 * @throws only the signal's reason.
 */
export async function isIdentityGone(
  azure: IdentityAzure,
  identity: IdentityToDelete,
  options: GoneOptions,
): Promise<boolean | null> {
  const { clock } = azure;
  const endMs = clock.now() + LAG_MS;
  for (;;) {
    try {
      if (!(await isAnythingLeft(azure, identity, options))) return true;
    } catch {
      options.signal?.throwIfAborted();
      return null;
    }
    if (clock.now() >= endMs) return false;
    await clock.delay(LOOK_MS, { signal: options.signal });
  }
}

async function isAnythingLeft(
  azure: IdentityAzure,
  identity: IdentityToDelete,
  options: GoneOptions,
): Promise<boolean> {
  if (await isInDirectory(azure, identity, options)) return true;
  if (await isInVault(azure, identity, options)) return true;
  const { principalId, subscriptionIds } = identity;
  if (principalId === null) return false;
  for (const subscriptionId of subscriptionIds) {
    if ((await listAssignments(azure, { subscriptionId, principalId }, options)).length > 0) return true;
  }
  return false;
}

async function isInDirectory(
  azure: IdentityAzure,
  { applicationObjectId, principalId }: IdentityToDelete,
  { permanently = true, signal }: GoneOptions,
): Promise<boolean> {
  const paths = [
    ...(applicationObjectId === null ? [] : [`/applications/${applicationObjectId}`]),
    ...(principalId === null ? [] : [`/servicePrincipals/${principalId}`]),
    ...(applicationObjectId === null || !permanently ? [] : [`/directory/deletedItems/${applicationObjectId}`]),
  ];
  for (const path of paths) {
    const found = await readDirectory(azure, {
      operation: "see whether it is gone from the directory",
      path,
      signal,
      send: (request) => request.get() as Promise<unknown>,
    });
    if (found !== undefined) return true;
  }
  return false;
}

async function isInVault(
  azure: IdentityAzure,
  { secret }: IdentityToDelete,
  { purgesSecret = true, signal }: GoneOptions,
): Promise<boolean> {
  if (secret === null) return false;
  const owner = await ownerOfSecret(azure, secret, { signal });
  return owner === "ours" || (purgesSecret && owner === "soft-deleted-ours");
}
