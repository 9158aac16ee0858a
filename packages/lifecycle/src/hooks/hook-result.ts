/** What became of a hook. */
export type HookOutcome = "succeeded" | "failed" | "timed-out" | "interrupted" | "not-run";

/** What became of a hook, with what it printed. Plain data. */
export interface HookResult {
  readonly outcome: HookOutcome;
  readonly script: string;
  /** `null` when it did not end by itself. */
  readonly exitCode: number | null;
  /** What it printed last, at most 4 KiB of stdout and stderr together. */
  readonly output: string;
  /** Milliseconds. */
  readonly durationMs: number;
  /** Why it was not run or did not succeed, as a sentence; `null` when it did. */
  readonly problem: string | null;
}
