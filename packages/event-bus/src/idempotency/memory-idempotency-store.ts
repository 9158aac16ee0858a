import { systemClock, TtlCache, type Clock } from "@azlin/core";
import type { IdempotencyStore } from "./idempotency-store.ts";

/** Options of {@link memoryIdempotencyStore}. */
export interface MemoryIdempotencyStoreOptions {
  /** Most events that are remembered. Default 100,000. */
  readonly maxEvents?: number;
  /** Milliseconds for which an event is remembered. Default one day. */
  readonly ttlMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

const DAY_MS = 86_400_000;

/** A store that is lost with the process: for consumers whose effects may happen twice around a restart. */
export function memoryIdempotencyStore(options: MemoryIdempotencyStoreOptions = {}): IdempotencyStore {
  const { maxEvents = 100_000, ttlMs = DAY_MS, clock = systemClock } = options;
  const done = new TtlCache<string, true>({ maxEntries: maxEvents, ttlMs, clock });
  const claims = new Map<string, number>();
  return {
    claim: async (key, leaseMs) => {
      if (done.get(key) !== undefined) return "done";
      const until = claims.get(key);
      if (until !== undefined && until > clock.now()) return "busy";
      claims.set(key, clock.now() + leaseMs);
      return "claimed";
    },
    complete: async (key) => {
      claims.delete(key);
      done.set(key, true);
    },
    release: async (key) => void claims.delete(key),
  };
}
