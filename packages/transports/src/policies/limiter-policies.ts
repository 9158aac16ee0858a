import type { TransportPolicy } from "@azlin/core";
import { rateLimitPolicy, type RequestLimiter } from "./rate-limit-policy.ts";

/** Option of every transport. */
export interface LimiterOptions {
  /** Spaces out requests. Default: none. */
  readonly limiter?: RequestLimiter;
}

/** What a limiter adds to the policies that every client gets. */
export function limiterPolicies({ limiter }: LimiterOptions): TransportPolicy[] {
  return limiter === undefined ? [] : [{ policy: rateLimitPolicy(limiter), position: "perRetry" }];
}
