import { RequestBuckets } from "../../../http/request-buckets.ts";
import type { World } from "../../../world/world.ts";
import { VaultError } from "./vault-error.ts";

/**
 * Limits of one vault: 4,000 requests in ten seconds, and 300 new versions of secrets (Azure documentation: Key Vault
 * service limits).
 */
const LIMITS = {
  vaultRequests: { capacity: 4000, tokensPerSecond: 400 },
  vaultWrites: { capacity: 300, tokensPerSecond: 30 },
} as const;

/** Key Vault's request limits in one world. */
export class VaultThrottle {
  readonly #buckets = new RequestBuckets();

  /** Counts a request. @throws VaultError (429 `Throttled`) with `Retry-After` when a limit is used up. */
  count(world: World, vaultName: string, method: string): void {
    const names: (keyof typeof LIMITS)[] = method === "PUT" ? ["vaultRequests", "vaultWrites"] : ["vaultRequests"];
    const key = vaultName.toLowerCase();
    const waitSeconds = this.#buckets.take(
      world,
      names.map((name) => ({ name, key, limit: LIMITS[name] })),
    );
    if (waitSeconds === undefined) return;
    const message =
      "Request was not processed because too many requests were received. Reason: VaultRequestTypeLimitReached";
    throw new VaultError(429, "Throttled", message, { headers: { "retry-after": String(waitSeconds) } });
  }
}
