import { isAzlinError, Secret, type AbortOptions } from "@azlin/core";
import type { TokenCredential } from "@azure/core-auth";
import { askAzure } from "../azure/ask-azure.ts";
import { getFromArm } from "../azure/get-from-arm.ts";
import type { IdentityAzure } from "../azure/identity-azure.ts";
import type { IdentityPlan } from "../plan/identity-plan.ts";
import { identityCredential } from "./identity-credential.ts";
import { proveReadiness } from "./prove-readiness.ts";
import type { Readiness } from "./readiness.ts";

/** How it is waited until an identity can be used. */
export interface ReadinessOptions {
  /** Waits so many milliseconds and looks at nothing, as the seed does with 60,000. Default: looks. */
  readonly fixedWaitMs?: number;
  /** Milliseconds that it may take. Default: 600,000. */
  readonly deadlineMs?: number;
  /** Makes what signs in as an identity that has no secret. Default: none, and readiness stays unproved. */
  readonly proveAs?: (identity: { readonly tenantId: string; readonly clientId: string }) => TokenCredential;
}

/** Who is to become ready. */
export interface NewIdentity {
  readonly plan: IdentityPlan;
  readonly clientId: string;
}

/**
 * Waits until an identity can be used, by seeing it work.
 *
 * @throws DeadlineError (`IDENTITY_NOT_READY`); AzlinError; the signal's reason.
 */
export async function becomeReady(
  azure: IdentityAzure,
  identity: NewIdentity,
  { fixedWaitMs, deadlineMs = 600_000, proveAs, signal }: ReadinessOptions & AbortOptions = {},
): Promise<Readiness> {
  if (fixedWaitMs !== undefined) {
    await azure.clock.delay(fixedWaitMs, { signal });
    return { state: "waited", elapsedMs: fixedWaitMs };
  }
  const { plan, clientId } = identity;
  const tenantId = azure.transport.tenantId ?? (await tenantOf(azure, plan.subscriptionId, { signal }));
  const credential =
    proveAs?.({ tenantId, clientId }) ?? (await bySecret(azure, { ...identity, tenantId }, { signal }));
  if (typeof credential === "string") return { state: "unproved", reason: credential };
  return proveReadiness(azure, { credential, roles: plan.roles, deadlineMs, signal });
}

/** The tenant that a subscription trusts. */
async function tenantOf(azure: IdentityAzure, subscriptionId: string, { signal }: AbortOptions): Promise<string> {
  const { tenantId } = await askAzure(azure, {
    operation: "read the subscription",
    action: "Microsoft.Resources/subscriptions/read",
    signal,
    run: () =>
      getFromArm<{ readonly tenantId: string }>(azure.clients, {
        subscriptionId,
        url: `/subscriptions/${subscriptionId}?api-version=2022-12-01`,
        signal,
      }),
  });
  return tenantId;
}

/** A credential by the secret as whoever is to use it will read it; else why there is none. */
async function bySecret(
  azure: IdentityAzure,
  { plan, clientId, tenantId }: NewIdentity & { readonly tenantId: string },
  { signal }: AbortOptions,
): Promise<TokenCredential | string> {
  const { credential } = plan;
  if (credential.kind !== "secret") return "Only its owner can sign in as it.";
  if (azure.transport.name === "az-rest") return "'az rest' signs in as its own user alone.";
  try {
    const secret = await askAzure(azure, {
      operation: `read the secret '${credential.secretName}'`,
      action: "Microsoft.KeyVault/vaults/secrets/getSecret/action",
      signal,
      run: async () => {
        const client = await azure.clients.secrets(credential.vaultUrl);
        const { value } = await client.getSecret(credential.secretName);
        return new Secret(value ?? "");
      },
    });
    return await identityCredential(azure.transport, { tenantId, clientId, secret });
  } catch (error) {
    if (isAzlinError(error) && error.name === "PermissionError") return "Its secret may be written here and not read.";
    throw error;
  }
}
