import type { AzlinError } from "@azlin/core";
import type { CopyPlan, Transfer } from "./copy-plan.ts";

/** A file that is not at the destination. */
export interface MissingFile {
  /** Relative to the source, made fit for a terminal. */
  readonly path: string;
  readonly reason: string;
}

/** What became of one source. */
export interface TransferReport {
  readonly transfer: Transfer;
  /** Files and links that are in place. */
  readonly files: number;
  readonly missing: readonly MissingFile[];
  /** What ended it early. */
  readonly error?: AzlinError;
}

/** What became of a copy. */
export interface CopyReport {
  readonly plan: CopyPlan;
  readonly transfers: readonly TransferReport[];
  readonly files: number;
  readonly bytes: number;
  /** Whether everything in the plan is in place. */
  readonly isComplete: boolean;
  readonly durationMs: number;
}
