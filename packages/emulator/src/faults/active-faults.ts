import { seededRandom, type Random } from "@azlin/core";

/** How often a fault strikes. */
export interface FaultFrequency {
  /** Default: always. */
  readonly times?: number | undefined;
  /** Share of the occasions on which it strikes, drawn from `seed`. Default 1. */
  readonly probability?: number | undefined;
  /** Default 1. */
  readonly seed?: number | undefined;
}

/** A fault in force, and how often it has struck. */
export type StatusOf<Fault> = Fault & { readonly name: string; readonly hits: number };

interface ActiveFault<Fault, Occasion> {
  readonly fault: Fault;
  readonly meets: (occasion: Occasion) => boolean;
  readonly random: Random;
  left: number;
  hits: number;
}

/** Faults in force, by name, in the order in which they came. */
export class ActiveFaults<Fault extends FaultFrequency, Occasion> {
  readonly #faults = new Map<string, ActiveFault<Fault, Occasion>>();

  get isEmpty(): boolean {
    return this.#faults.size === 0;
  }

  /** Puts a fault in force, in place of one of the same name, on the occasions that it meets. */
  set(name: string, fault: Fault, meets: (occasion: Occasion) => boolean): void {
    const { times = Infinity, seed = 1 } = fault;
    this.#faults.set(name, { fault, meets, random: seededRandom(seed), left: times, hits: 0 });
  }

  remove(name: string): boolean {
    return this.#faults.delete(name);
  }

  clear(): void {
    this.#faults.clear();
  }

  list(): StatusOf<Fault>[] {
    return [...this.#faults].map(([name, { fault, hits }]) => ({ name, ...fault, hits }));
  }

  /** The faults that strike on this occasion: each is drawn, and counted, as it is asked for. */
  *strike(occasion: Occasion): IterableIterator<Fault> {
    for (const active of this.#faults.values()) {
      if (active.left <= 0 || !active.meets(occasion)) continue;
      if (active.random.next() >= (active.fault.probability ?? 1)) continue;
      active.left -= 1;
      active.hits += 1;
      yield active.fault;
    }
  }
}
