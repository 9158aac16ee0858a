import { LRUCache } from "lru-cache";
import { systemClock, type Clock } from "../time/clock.ts";

/** Options of {@link TtlCache}. */
export interface TtlCacheOptions {
  /** The least recently used entry beyond this many goes. Default: 100. */
  readonly maxEntries?: number;
  /** Age below which a value counts as fresh, in milliseconds. Default: 60,000. */
  readonly ttlMs?: number;
  /** Age below which {@link TtlCache.getStale} still gives a value, in milliseconds. Default: `ttlMs`. */
  readonly maxStaleMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** A value and how old it is. */
export interface CachedValue<V> {
  readonly value: V;
  readonly ageMs: number;
}

interface Entry<V> {
  readonly value: V;
  readonly storedMs: number;
}

/** A bounded cache whose values are never given out beyond their maximum age. */
export class TtlCache<K extends {}, V> {
  readonly #entries: LRUCache<K, Entry<V>>;
  readonly #ttlMs: number;
  readonly #maxStaleMs: number;
  readonly #clock: Clock;

  constructor({ maxEntries = 100, ttlMs = 60_000, maxStaleMs = ttlMs, clock = systemClock }: TtlCacheOptions = {}) {
    // Ages are ours to tell: the cache's own would need the system's clock.
    this.#entries = new LRUCache({ max: maxEntries });
    this.#ttlMs = ttlMs;
    this.#maxStaleMs = Math.max(ttlMs, maxStaleMs);
    this.#clock = clock;
  }

  /** Entries held, expired ones that nobody asked for included. */
  get size(): number {
    return this.#entries.size;
  }

  /** A fresh value; `undefined` when there is none. */
  get(key: K): CachedValue<V> | undefined {
    return this.#youngerThan(key, this.#ttlMs);
  }

  /** A value that may be stale, for when Azure cannot be asked; `undefined` when there is none or it is too old. */
  getStale(key: K): CachedValue<V> | undefined {
    return this.#youngerThan(key, this.#maxStaleMs);
  }

  set(key: K, value: V): void {
    this.#entries.set(key, { value, storedMs: this.#clock.now() });
  }

  delete(key: K): void {
    this.#entries.delete(key);
  }

  clear(): void {
    this.#entries.clear();
  }

  #youngerThan(key: K, limitMs: number): CachedValue<V> | undefined {
    const entry = this.#entries.get(key);
    if (entry === undefined) return undefined;
    const ageMs = this.#clock.now() - entry.storedMs;
    // A clock that was set back cannot tell how old the value is.
    const isTooOld = ageMs >= this.#maxStaleMs || ageMs < 0;
    if (isTooOld) this.#entries.delete(key);
    return isTooOld || ageMs >= limitMs ? undefined : { value: entry.value, ageMs };
  }
}
