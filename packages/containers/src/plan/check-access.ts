import { PermissionError, PrerequisiteError } from "@azlin/core";
import type { ContainerFacts } from "../facts/container-facts.ts";
import type { ContainerRequest } from "./container-request.ts";

/**
 * Checks that the identity is there and may read the secrets. Answers what is not known.
 *
 * @throws PrerequisiteError (`IDENTITY_NOT_FOUND`); PermissionError (`SECRETS_NOT_READABLE`).
 */
export function checkAccess({ identityId }: ContainerRequest, { principalId, vaults }: ContainerFacts): string[] {
  if (identityId === undefined) return [];
  if (principalId === null) {
    throw new PrerequisiteError("IDENTITY_NOT_FOUND", `There is no identity ${identityId}.`, {
      hint: "Make it, and let it read the secrets of the vault, before it is used.",
    });
  }
  const refused = vaults.find(({ access }) => access === "no");
  if (refused !== undefined) {
    throw new PermissionError("SECRETS_NOT_READABLE", `The identity may not read the secrets of ${refused.url}.`, {
      requiredAction: "Microsoft.KeyVault/vaults/secrets/getSecret/action",
      hint: `Assign it the role 'Key Vault Secrets User' on ${refused.id}.`,
      details: { identityId, vault: refused.url },
    });
  }
  return vaults
    .filter(({ access }) => access === "unknown")
    .map(({ url }) => `It is not known whether the identity may read the secrets of ${url}.`);
}
