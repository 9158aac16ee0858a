import { fullBucket, msUntilToken, takeToken, type TokenBucket } from "@azlin/core";
import type { ThrottleLimit, ThrottleName } from "../arm/throttling/throttle-rule.ts";
import type { World } from "../world/world.ts";

/** A limit that a request counts towards. */
export interface CountedLimit {
  readonly name: ThrottleName;
  /** With which other requests it is counted together. */
  readonly key: string;
  /** Unless the world's settings have another one of that name. */
  readonly limit: ThrottleLimit;
}

/** Token buckets of services that tell nothing of what is left. They refuse only while throttling is switched on. */
export class RequestBuckets {
  readonly #buckets = new Map<string, TokenBucket>();

  /** Counts a request: seconds to wait when a limit is used up, and then it costs nothing; `undefined` otherwise. */
  take(world: World, counted: readonly CountedLimit[]): number | undefined {
    const { enabled, limits } = world.settings.throttling;
    if (!enabled) {
      this.#buckets.clear();
      return undefined;
    }
    const now = world.clock.now();
    const taken = new Map<string, TokenBucket>();
    for (const { name, key, limit } of counted) {
      const { capacity, tokensPerSecond } = limits[name] ?? limit;
      const id = `${name} ${capacity} ${tokensPerSecond} ${key}`;
      const bucket = this.#buckets.get(id) ?? fullBucket(capacity, tokensPerSecond, now);
      const rest = takeToken(bucket, now);
      if (rest === undefined) return Math.max(1, Math.ceil(msUntilToken(bucket, now) / 1000));
      taken.set(id, rest);
    }
    for (const [id, bucket] of taken) this.#buckets.set(id, bucket);
    return undefined;
  }
}
