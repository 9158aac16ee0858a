/** One request that the emulator served. */
export interface JournalEntry {
  /** Position in the journal; ask for what came `since` one. */
  readonly index: number;
  readonly surface: string;
  readonly method: string;
  readonly host: string;
  readonly path: string;
  readonly apiVersion: string | null;
  readonly status: number;
  readonly userAgent: string | null;
  /** Milliseconds that the emulator took. */
  readonly ms: number;
}

const KEPT = 20_000;

/** The requests served, so that tests can count them. Holds the last {@link KEPT}. */
export class RequestJournal {
  #entries: JournalEntry[] = [];
  #next = 1;

  /** Requests served since the emulator began. */
  get total(): number {
    return this.#next - 1;
  }

  add(entry: Omit<JournalEntry, "index">): void {
    this.#entries.push({ index: this.#next++, ...entry });
    if (this.#entries.length > KEPT * 2) this.#entries = this.#entries.slice(-KEPT);
  }

  /** Requests after position `since`; all of them by default. */
  since(since = 0): readonly JournalEntry[] {
    return this.#entries.filter((entry) => entry.index > since);
  }

  clear(): void {
    this.#entries = [];
  }
}
