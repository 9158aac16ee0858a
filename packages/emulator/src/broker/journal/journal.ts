import type { SharedAccessKey } from "../namespace/shared-access-keys.ts";

/** What a durable broker found on disk. */
export interface StartReport {
  readonly entities: number;
  readonly messages: number;
  /** What was wrong with the journal, and what was done about it. */
  readonly warnings: readonly string[];
}

/** Keeps a namespace on disk. */
export interface Journal {
  readonly startReport: StartReport;
  readonly keys: readonly SharedAccessKey[];
  /** When what was recorded so far is on disk; `undefined` when it is. */
  committed(): Promise<void> | undefined;
  close(): Promise<void>;
}
