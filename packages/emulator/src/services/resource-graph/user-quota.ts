import { ArmError } from "../../arm/arm-error.ts";
import type { ThrottleLimit } from "../../arm/throttling/throttle-rule.ts";
import type { Principal } from "../../entra/principal.ts";
import type { World } from "../../world/world.ts";
import { queryRefused } from "./query-error.ts";

/** Queries that a user may send in a window of five seconds (Azure's published figure). */
const LIMIT: ThrottleLimit = { capacity: 15, tokensPerSecond: 3 };

interface Window {
  readonly since: number;
  count: number;
}

/** How much of its queries each user of a world has used: a fixed window, which is refilled at its end. */
export class UserQuota {
  readonly #windows = new Map<string, Window>();

  /**
   * Counts a query; the headers tell what is left of the window.
   *
   * @throws ArmError (429 `RateLimiting`) when nothing is left, while throttling is switched on.
   */
  count(world: World, { objectId }: Principal): Readonly<Record<string, string>> {
    const { enabled, limits } = world.settings.throttling;
    const { capacity, tokensPerSecond } = limits.resourceGraphQueries ?? LIMIT;
    const windowMs = (capacity / tokensPerSecond) * 1000;
    const now = world.clock.now();
    let window = this.#windows.get(objectId);
    if (window === undefined || now >= window.since + windowMs) {
      window = { since: now, count: 0 };
      this.#windows.set(objectId, window);
    }
    const remaining = Math.max(0, capacity - window.count - 1);
    const seconds = Math.ceil((window.since + windowMs - now) / 1000);
    const headers = quotaHeaders(remaining, seconds);
    if (enabled && window.count >= capacity) throw rateLimited(world, headers, seconds);
    window.count++;
    return headers;
  }
}

function quotaHeaders(remaining: number, seconds: number): Record<string, string> {
  return {
    "x-ms-user-quota-remaining": String(remaining),
    "x-ms-user-quota-resets-after": new Date(seconds * 1000).toISOString().slice(11, 19),
    "x-ms-ratelimit-remaining-tenant-resource-requests": String(remaining),
  };
}

function rateLimited(world: World, headers: Readonly<Record<string, string>>, seconds: number): ArmError {
  const message =
    "Client application has been throttled and should not attempt to repeat the request until an amount of time has " +
    "elapsed. Please see https://aka.ms/resourcegraph-throttling for help.";
  const { message: summary, options } = queryRefused(world, [{ code: "RateLimiting", message }]);
  return new ArmError(429, "RateLimiting", summary, {
    ...options,
    headers: { ...headers, "retry-after": String(seconds) },
  });
}
