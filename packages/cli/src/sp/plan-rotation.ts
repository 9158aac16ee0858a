import { NotFoundError, ValidationError, type AbortOptions } from "@azlin/core";
import { listManagedIdentities, type IdentityAzure, type ManagedIdentity } from "@azlin/sp-manager";
import type { PlannedAction } from "../render/plan-report.ts";

/** How a secret would be rotated. */
export interface RotationWishes extends AbortOptions {
  /** Whether the secret before works on. */
  readonly overlap: boolean;
}

/**
 * What `sp rotate` would do.
 *
 * @throws NotFoundError (`SP_NOT_FOUND`); ValidationError (`NO_SECRET`).
 */
export async function planRotation(
  azure: IdentityAzure,
  spName: string,
  { overlap, signal }: RotationWishes,
): Promise<PlannedAction[]> {
  const { secret, expiresAt } = await requireIdentity(azure, spName, { signal });
  if (secret === null) {
    throw new ValidationError("NO_SECRET", `'${spName}' signs in without a secret.`, {
      hint: "There is nothing to rotate.",
    });
  }
  const which = overlap ? "older secrets than the present one" : "all secrets but the new one";
  return [
    { action: "add", target: `secret of '${spName}'`, reason: `It ends on ${expiresAt ?? "an unknown day"}.` },
    { action: "store", target: `'${secret.name}' in ${secret.vaultUrl}`, reason: "As its newest version." },
    { action: "remove", target: which, reason: overlap ? "The present one works on." : "There is no overlap." },
  ];
}

async function requireIdentity(
  azure: IdentityAzure,
  spName: string,
  { signal }: AbortOptions,
): Promise<ManagedIdentity> {
  for await (const identity of listManagedIdentities(azure, { spName, signal })) return identity;
  throw new NotFoundError("SP_NOT_FOUND", `No identity of azlin is called '${spName}'.`, {
    hint: "See 'azlin sp list'.",
  });
}
