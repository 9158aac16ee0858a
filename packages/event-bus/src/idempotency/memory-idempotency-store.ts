import { systemClock, type Clock } from "@azlin/core";
import { BoundedMap } from "../bounded-map.ts";
import type { IdempotencyStore } from "./idempotency-store.ts";

/** Options of {@link memoryIdempotencyStore}. */
export interface MemoryIdempotencyStoreOptions {
  /** Most events that are remembered; always the last half of so many. Default 200,000. */
  readonly maxEvents?: number;
  /** Milliseconds for which an event is remembered. Default one day. */
  readonly ttlMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

const DAY_MS = 86_400_000;

/** A store that is lost with the process: for consumers whose effects may happen twice around a restart. */
export function memoryIdempotencyStore(options: MemoryIdempotencyStoreOptions = {}): IdempotencyStore {
  const { maxEvents = 200_000, ttlMs = DAY_MS, clock = systemClock } = options;
  const doneMs = new BoundedMap<string, number>(maxEvents);
  const claims = new Map<string, number>();
  return {
    claim: async (key, leaseMs) => {
      const nowMs = clock.now();
      if (nowMs - (doneMs.get(key) ?? -Infinity) < ttlMs) return "done";
      const until = claims.get(key);
      if (until !== undefined && until > nowMs) return "busy";
      claims.set(key, nowMs + leaseMs);
      return "claimed";
    },
    complete: async (key) => {
      claims.delete(key);
      doneMs.set(key, clock.now());
    },
    release: async (key) => void claims.delete(key),
  };
}
