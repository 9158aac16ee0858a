import type { AzureTransport, Secret } from "@azlin/core";
import type { TokenCredential } from "@azure/core-auth";

/** Who signs in. */
export interface SecretSignIn {
  readonly tenantId: string;
  readonly clientId: string;
  readonly secret: Secret;
}

/** Signs in as an identity by its secret, over the same way to Azure as everything else. */
export async function identityCredential(
  { cloud, httpClient }: AzureTransport,
  { tenantId, clientId, secret }: SecretSignIn,
): Promise<TokenCredential> {
  const { ClientSecretCredential } = await import("@azure/identity");
  return new ClientSecretCredential(tenantId, clientId, secret.reveal(), {
    authorityHost: cloud.activeDirectory,
    // What is asked of Entra before a token is asked for says nothing about a new identity.
    disableInstanceDiscovery: true,
    retryOptions: { maxRetries: 0 },
    ...(httpClient !== undefined && { httpClient }),
  });
}
