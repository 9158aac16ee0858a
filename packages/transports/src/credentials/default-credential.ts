import { AuthenticationError } from "@azlin/core";
import type { GetTokenOptions, TokenCredential } from "@azure/core-auth";

/** Options of {@link defaultCredential}. */
export interface DefaultCredentialOptions {
  /** Tenant to sign in to. Default: what the chain finds. */
  readonly tenantId?: string;
  /** Authority to sign in at, `https://login.microsoftonline.com`. */
  readonly authorityHost: string;
}

/**
 * The default credential chain of `@azure/identity`, loaded on the first token: the library takes longer to load
 * than many commands take to run.
 *
 * @throws AuthenticationError (`NOT_SIGNED_IN`), from `getToken`, when no credential of the chain gives a token.
 */
export function defaultCredential(options: DefaultCredentialOptions): TokenCredential {
  let chain: Promise<TokenCredential> | undefined;
  return {
    getToken: async (scopes, request) => {
      chain ??= loadChain(options);
      const credential = await chain;
      try {
        return await credential.getToken(scopes, request);
      } catch (error) {
        throw translated(error, request);
      }
    },
  };
}

async function loadChain({ tenantId, authorityHost }: DefaultCredentialOptions): Promise<TokenCredential> {
  const { DefaultAzureCredential } = await import("@azure/identity");
  return new DefaultAzureCredential({ authorityHost, ...(tenantId !== undefined && { tenantId }) });
}

function translated(error: unknown, request: GetTokenOptions | undefined): unknown {
  if (request?.abortSignal?.aborted === true || !(error instanceof Error)) return error;
  return new AuthenticationError("NOT_SIGNED_IN", "No credential of the default chain gave a token for Azure.", {
    hint: "Sign in with 'az login', or set AZURE_TENANT_ID, AZURE_CLIENT_ID and AZURE_CLIENT_SECRET.",
    cause: error,
  });
}
