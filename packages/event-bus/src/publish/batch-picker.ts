import { PROPERTIES, type EventMessage } from "../envelope/event-message.ts";

/** What a picker picks. */
interface Pickable {
  readonly message: EventMessage;
}

/** Batches that are under way at once. */
const MOST_BATCHES = 64;

/**
 * Picks batches from messages so that no two batches under way hold messages of the same run: one of them may fail, and what
 * comes after it would overtake it.
 */
export class BatchPicker<T extends Pickable> {
  readonly #batchSize: number;
  #waiting: T[] = [];
  /** Batches that are under way, and their runs. */
  readonly #underWay = new Map<readonly T[], ReadonlySet<string>>();

  constructor(batchSize: number) {
    this.#batchSize = batchSize;
  }

  /** Messages that wait or are under way. */
  get size(): number {
    let size = this.#waiting.length;
    for (const batch of this.#underWay.keys()) size += batch.length;
    return size;
  }

  get hasFullBatch(): boolean {
    return this.#waiting.length >= this.#batchSize;
  }

  add(message: T): void {
    this.#waiting.push(message);
  }

  /** The first messages that may go now; `undefined` when there are none, or when they had better wait for more. */
  next(): readonly T[] | undefined {
    if (this.#underWay.size >= MOST_BATCHES || (this.#underWay.size > 0 && !this.hasFullBatch)) return undefined;
    const runs = new Set<string>();
    let count = 0;
    for (; count < this.#batchSize && count < this.#waiting.length; count += 1) {
      const run = runOf(this.#waiting[count]!.message);
      if (!runs.has(run) && this.#isUnderWay(run)) break;
      runs.add(run);
    }
    if (count === 0) return undefined;
    const batch = this.#waiting.splice(0, count);
    this.#underWay.set(batch, runs);
    return batch;
  }

  /**
   * Ends a batch: its first messages are gone, the others wait again, before all that wait.
   *
   * @returns false when the batch was removed meanwhile.
   */
  settle(batch: readonly T[], gone: number): boolean {
    if (!this.#underWay.delete(batch)) return false;
    if (gone < batch.length) this.#waiting = [...batch.slice(gone), ...this.#waiting];
    return true;
  }

  /** Removes those that wait and of which this holds. */
  remove(isOver: (message: T) => boolean): readonly T[] {
    const over = this.#waiting.filter(isOver);
    if (over.length > 0) this.#waiting = this.#waiting.filter((message) => !isOver(message));
    return over;
  }

  /** Removes all, those under way too. */
  removeAll(): readonly T[] {
    const all = [...[...this.#underWay.keys()].flat(), ...this.#waiting];
    this.#underWay.clear();
    this.#waiting = [];
    return all;
  }

  #isUnderWay(run: string): boolean {
    for (const runs of this.#underWay.values()) if (runs.has(run)) return true;
    return false;
  }
}

function runOf({ sessionId, partitionKey, applicationProperties }: EventMessage): string {
  return sessionId ?? partitionKey ?? String(applicationProperties[PROPERTIES.runId] ?? "");
}
