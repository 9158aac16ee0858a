/** A value in a table; `null` is what is not known, or not there. */
export type Cell = string | number | null;

/** Rows under headings. */
export interface Table {
  readonly columns: readonly string[];
  readonly rows: readonly (readonly Cell[])[];
}

/** What a command has to say: one value, for programs and for people. */
export interface Report {
  /** What `-o json` prints. */
  readonly json: unknown;
  /** What `-o csv` prints, and `-o table` unless there is a text. */
  readonly table?: Table;
  /** What people read. */
  readonly text?: string;
  /** Lines for people below it, on stderr: totals, what was not shown. `--quiet` leaves them out. */
  readonly footer?: readonly string[];
  /** Something of it did not succeed. Default false. */
  readonly failed?: boolean;
  /** Ends the program with this code: that of a remote command. Default: by `failed`. */
  readonly exitCode?: number;
}
