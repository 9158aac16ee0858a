import { fullBucket, msUntilToken, refillBucket, takeToken, type TokenBucket } from "@azlin/core";
import type { World } from "../world/world.ts";
import { ArmError } from "./arm-error.ts";
import type { ArmRequest } from "./arm-request.ts";
import { THROTTLE_RULES, type ThrottleRule } from "./throttle-rules.ts";

/** Token buckets of one world's limits, on its clock. They refuse only while throttling is switched on. */
export class Throttle {
  #buckets = new Map<string, TokenBucket>();

  /**
   * Counts a request.
   *
   * @returns headers that tell what is left; none while throttling is off.
   * @throws ArmError (429) with `Retry-After` when a limit is used up; the request then costs nothing.
   */
  count(world: World, request: ArmRequest): Record<string, string> {
    const { enabled, limits } = world.settings.throttling;
    if (!enabled) {
      this.#buckets.clear();
      return {};
    }
    const now = world.clock.now();
    const taken = new Map<string, TokenBucket>();
    const headers: Record<string, string> = {};
    for (const rule of THROTTLE_RULES) {
      const key = rule.keyOf(request);
      if (key === undefined) continue;
      const { capacity, tokensPerSecond } = limits[rule.name] ?? rule.limit;
      const name = `${rule.name} ${key}`;
      const bucket = this.#buckets.get(name) ?? fullBucket(capacity, tokensPerSecond, now);
      const rest = takeToken(bucket, now);
      if (rest === undefined) throw refusal(rule, msUntilToken(bucket, now));
      taken.set(name, rest);
      if (rule.header !== undefined) headers[rule.header] = String(Math.floor(refillBucket(rest, now).tokens));
    }
    for (const [name, bucket] of taken) this.#buckets.set(name, bucket);
    return headers;
  }
}

function refusal(rule: ThrottleRule, waitMs: number): ArmError {
  const seconds = Math.max(1, Math.ceil(waitMs / 1000));
  const message =
    rule.code === "SubscriptionRequestsThrottled"
      ? `Number of requests for this subscription and principal exceeded. Please try again after '${seconds}' seconds ` +
        "after additional tokens are available. Refer to https://aka.ms/arm-throttling for additional information."
      : "The server rejected the request because too many requests have been received for this subscription.";
  return new ArmError(429, rule.code, message, {
    cause: rule.header === undefined ? "service" : "gateway",
    headers: { "retry-after": String(seconds) },
    ...(rule.header === undefined && {
      details: [{ code: "TooManyRequests", message: `Limit '${rule.name}' reached.` }],
    }),
  });
}
