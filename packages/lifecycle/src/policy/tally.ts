const SLOT_MS = 1_000;

/** Counts of events by the second in which they were. */
export class Tally {
  readonly #slots = new Map<number, number>();
  /** What {@link mostWithin} found last, until something is counted. */
  #most: { readonly spanMs: number; readonly count: number } | null = null;

  /** Counts so many more, or fewer, at a time in milliseconds since the epoch. */
  add(atMs: number, change: number): void {
    const slot = Math.floor(atMs / SLOT_MS);
    const count = (this.#slots.get(slot) ?? 0) + change;
    if (count === 0) this.#slots.delete(slot);
    else this.#slots.set(slot, count);
    this.#most = null;
  }

  /** How many were in the second of a time or later. */
  since(atMs: number): number {
    const first = Math.floor(atMs / SLOT_MS);
    let total = 0;
    this.#slots.forEach((count, slot) => {
      if (slot >= first) total += count;
    });
    return total;
  }

  /** The most that were within any span of so many milliseconds. */
  mostWithin(spanMs: number): number {
    if (this.#most?.spanMs !== spanMs) this.#most = { spanMs, count: this.#countMost(spanMs) };
    return this.#most.count;
  }

  #countMost(spanMs: number): number {
    const span = Math.ceil(spanMs / SLOT_MS);
    const slots = [...this.#slots].sort(([left], [right]) => left - right);
    let [most, total, oldest] = [0, 0, 0];
    for (const [slot, count] of slots) {
      total += count;
      while (slots[oldest]![0] < slot - span) {
        total -= slots[oldest]![1];
        oldest += 1;
      }
      most = Math.max(most, total);
    }
    return most;
  }
}
