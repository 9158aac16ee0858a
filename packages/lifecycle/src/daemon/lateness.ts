/** How late checks began. Plain data; milliseconds. */
export interface LatenessReport {
  /** Checks that were counted: the latest 10,000 at most. */
  readonly checks: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
  readonly maxMs: number;
}

const KEPT = 10_000;

/** Counts how late checks begin. */
export class Lateness {
  readonly #latest = new Float64Array(KEPT);
  #count = 0;

  /** Counts a check that began so many milliseconds after it was due. */
  record(ms: number): void {
    this.#latest[this.#count % KEPT] = Math.max(0, ms);
    this.#count += 1;
  }

  report(): LatenessReport {
    const checks = Math.min(this.#count, KEPT);
    const sorted = this.#latest.slice(0, checks).sort();
    const at = (share: number): number => sorted[Math.min(checks - 1, Math.floor(share * checks))] ?? 0;
    return { checks, p50Ms: at(0.5), p99Ms: at(0.99), maxMs: at(1) };
  }
}
