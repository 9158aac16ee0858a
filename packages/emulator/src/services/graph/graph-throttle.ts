import type { Principal } from "../../entra/principal.ts";
import { RequestBuckets } from "../../http/request-buckets.ts";
import type { World } from "../../world/world.ts";
import { GraphError } from "./graph-error.ts";

/**
 * Limits of the identity service for one application in a small tenant: 3,500 units in ten seconds, and 3,000 writes
 * in two and a half minutes (Microsoft Graph documentation: throttling limits).
 */
const LIMITS = {
  graphRequests: { capacity: 3500, tokensPerSecond: 350 },
  graphWrites: { capacity: 3000, tokensPerSecond: 20 },
} as const;

/** Graph's request limits in one world. */
export class GraphThrottle {
  readonly #buckets = new RequestBuckets();

  /** Counts a request. @throws GraphError (429 `TooManyRequests`) with `Retry-After` when a limit is used up. */
  count(world: World, { method, principal }: { readonly method: string; readonly principal: Principal }): void {
    const key = principal.clientId.toLowerCase();
    const names: (keyof typeof LIMITS)[] = method === "GET" ? ["graphRequests"] : ["graphRequests", "graphWrites"];
    const waitSeconds = this.#buckets.take(
      world,
      names.map((name) => ({ name, key, limit: LIMITS[name] })),
    );
    if (waitSeconds === undefined) return;
    const headers = { "retry-after": String(waitSeconds) };
    throw new GraphError(429, "TooManyRequests", "Too Many Requests", { headers });
  }
}
