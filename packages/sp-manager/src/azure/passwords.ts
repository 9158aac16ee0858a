import { Secret, type AbortOptions } from "@azlin/core";
import { changeDirectory, getApplication, isMissing, type PasswordCredential } from "./applications.ts";
import type { IdentityAzure } from "./identity-azure.ts";

/** A client secret to be made. */
export interface NewPassword {
  /** Object id of the application. */
  readonly application: string;
  readonly displayName: string;
  /** ISO 8601; Entra takes it for no sign-in from then on. */
  readonly endsAt: string;
}

/** Has Entra make a client secret, which it tells once. @throws AzlinError */
export async function addPassword(
  azure: IdentityAzure,
  { application, displayName, endsAt }: NewPassword,
  { signal }: AbortOptions,
): Promise<{ readonly keyId: string; readonly secret: Secret }> {
  const made = await changeDirectory<{ readonly keyId: string; readonly secretText: string }>(azure, {
    operation: "make a client secret",
    path: `/applications/${application}/addPassword`,
    signal,
    isEarly: isMissing,
    send: (request) =>
      request.post({ passwordCredential: { displayName, endDateTime: endsAt } }) as Promise<{
        readonly keyId: string;
        readonly secretText: string;
      }>,
  });
  return { keyId: made.keyId, secret: new Secret(made.secretText) };
}

/** Takes a client secret away. @throws AzlinError */
export async function removePassword(
  azure: IdentityAzure,
  { application, keyId }: { readonly application: string; readonly keyId: string },
  { signal }: AbortOptions,
): Promise<void> {
  await changeDirectory(azure, {
    operation: "take a client secret away",
    path: `/applications/${application}/removePassword`,
    signal,
    send: (request) => request.post({ keyId }) as Promise<unknown>,
  });
}

/** The client secrets of an application, oldest first. @throws AzlinError */
export async function getPasswords(
  azure: IdentityAzure,
  application: string,
  options: AbortOptions,
): Promise<PasswordCredential[]> {
  const found = await getApplication(azure, `/applications/${application}`, options);
  const began = ({ startDateTime }: PasswordCredential): number => Date.parse(startDateTime ?? "") || 0;
  return [...(found?.passwordCredentials ?? [])].toSorted((left, right) => began(left) - began(right));
}
