import { ValidationError } from "@azlin/core";
import type { IdentityAzure } from "@azlin/sp-manager";

const VAULT_NAME = /^[a-z][a-z\d-]{1,22}[a-z\d]$/i;

/**
 * Address of a vault that was given by its name or its address.
 *
 * @throws ValidationError (`INVALID_VAULT`).
 */
export function vaultUrlOf(text: string, { transport: { cloud } }: Pick<IdentityAzure, "transport">): string {
  if (VAULT_NAME.test(text)) return `https://${text.toLowerCase()}.${cloud.keyVaultSuffix}`;
  const url = URL.canParse(text) ? new URL(text) : undefined;
  if (url?.protocol === "https:") return url.origin;
  throw new ValidationError("INVALID_VAULT", `'${text}' is no name and no address of a vault.`, {
    hint: `Write its name, or https://NAME.${cloud.keyVaultSuffix}.`,
  });
}
