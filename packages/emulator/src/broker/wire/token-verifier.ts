import type { Namespace } from "../namespace/namespace.ts";
import type { AccessRight } from "../namespace/shared-access-keys.ts";

/** What a verified Entra token says. */
export interface TokenGrant {
  readonly expiresAtMs: number;
  readonly rights: readonly AccessRight[];
}

/**
 * Verifies an Entra token for Service Bus.
 *
 * @returns what it allows in the namespace.
 * @throws BrokerError when it does not hold.
 */
export type TokenVerifier = (token: string, namespace: Namespace) => Promise<TokenGrant>;
