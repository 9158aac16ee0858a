import { fullBucket, msUntilToken, refillBucket, takeToken, type TokenBucket } from "@azlin/core";
import type { World } from "../../world/world.ts";
import type { ArmRequest } from "../arm-request.ts";
import type { ThrottleLimit, ThrottleRule } from "./throttle-rule.ts";
import { THROTTLE_RULES } from "./throttle-rules.ts";

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
    if (isHurriedPoll(world, request)) return {};
    const now = world.clock.now();
    const taken = new Map<string, TokenBucket>();
    const headers: Record<string, string> = {};
    for (const rule of THROTTLE_RULES) {
      const key = rule.keyOf(request, world);
      if (key === undefined) continue;
      const limit = limits[rule.name] ?? rule.limit;
      const name = `${rule.name} ${key}`;
      const bucket = this.#bucketOf(name, limit, now);
      const rest = takeToken(bucket, now);
      if (rest === undefined) {
        const waitSeconds = Math.max(1, Math.ceil(msUntilToken(bucket, now) / 1000));
        throw rule.refuse({ request, limit, waitSeconds, nowMs: now });
      }
      taken.set(name, rest);
      tellRest(headers, rule, Math.floor(refillBucket(rest, now).tokens));
    }
    for (const [name, bucket] of taken) this.#buckets.set(name, bucket);
    return headers;
  }

  /** A limit that was changed begins anew. */
  #bucketOf(name: string, { capacity, tokensPerSecond }: ThrottleLimit, now: number): TokenBucket {
    const known = this.#buckets.get(name);
    const isCurrent = known?.capacity === capacity && known.tokensPerSecond === tokensPerSecond;
    return isCurrent ? known : fullBucket(capacity, tokensPerSecond, now);
  }
}

function tellRest(headers: Record<string, string>, { header }: ThrottleRule, tokens: number): void {
  if (header === undefined) return;
  const text = header.entry === undefined ? String(tokens) : `${header.entry};${tokens}`;
  const before = headers[header.name];
  headers[header.name] = before === undefined ? text : `${before},${text}`;
}

/** On a virtual clock clients are bid to poll at once, again and again: that is not their doing. */
function isHurriedPoll(world: World, { segments }: ArmRequest): boolean {
  const place = segments.at(-2)?.toLowerCase();
  return world.clock.mode === "virtual" && (place === "operations" || place === "operationresults");
}
