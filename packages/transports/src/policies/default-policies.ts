import type { TransportPolicy } from "@azlin/core";
import { operationErrorPolicy } from "./operation-error-policy.ts";
import { rateLimitPolicy, type RequestLimiter } from "./rate-limit-policy.ts";
import { throttleHintPolicy } from "./throttle-hint-policy.ts";

/** Options of every transport that concern its policies. */
export interface PolicyOptions {
  /** Spaces out requests. Default: none. */
  readonly limiter?: RequestLimiter;
}

/** The policies that every transport gives the official clients. */
export function defaultPolicies({ limiter }: PolicyOptions = {}): TransportPolicy[] {
  return [
    { policy: operationErrorPolicy(), position: "perCall" },
    // Above the throttle hint, so that the limiter pauses for as long as the client does.
    ...(limiter === undefined ? [] : [{ policy: rateLimitPolicy(limiter), position: "perRetry" as const }]),
    { policy: throttleHintPolicy(), position: "perRetry" },
  ];
}
