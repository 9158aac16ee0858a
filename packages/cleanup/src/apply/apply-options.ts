import type { AbortOptions } from "@azlin/core";
import type { CleanupJournal } from "../journal/cleanup-journal.ts";
import type { CleanupEvent } from "./cleanup-event.ts";

/** Options of {@link applyCleanup}. */
export interface ApplyCleanupOptions extends AbortOptions {
  /** What is done is written to it, and what earlier runs of the plan wrote is not done again. Default: none. */
  readonly journal?: CleanupJournal;
  /** Milliseconds for all of it. Default: 3,600,000. */
  readonly deadlineMs?: number;
  /** Waits after failed attempts, in milliseconds; the last repeats. Default: {@link DEFAULT_WAITS_MS}. */
  readonly waitsMs?: readonly number[];
  /** Attempts for each resource. Default: as many as the deadline allows. */
  readonly maxAttempts?: number;
  /** Deletions under way at once, each until its end. Default: 1,000; requests wait for the transport's limiter. */
  readonly concurrency?: number;
  /** Most resources and groups that may be deleted. Default: 1,000. */
  readonly maxCount?: number;
  /** Milliseconds after which a plan is too old to be begun. Default: 86,400,000. */
  readonly maxPlanAgeMs?: number;
  /** Told of what happens. */
  readonly onEvent?: (event: CleanupEvent) => void;
}

/** 1, 2, 4, 8, 16, 32, 60 seconds. */
export const DEFAULT_WAITS_MS: readonly number[] = [1_000, 2_000, 4_000, 8_000, 16_000, 32_000, 60_000];

/** Options with their defaults. */
export type ResolvedApplyOptions = Required<Omit<ApplyCleanupOptions, "journal" | "signal">>;

/** Fills in the defaults of {@link ApplyCleanupOptions}. */
export function resolveApplyOptions(options: ApplyCleanupOptions): ResolvedApplyOptions {
  return {
    deadlineMs: options.deadlineMs ?? 3_600_000,
    waitsMs: options.waitsMs ?? DEFAULT_WAITS_MS,
    maxAttempts: options.maxAttempts ?? Number.POSITIVE_INFINITY,
    concurrency: options.concurrency ?? 1_000,
    maxCount: options.maxCount ?? 1_000,
    maxPlanAgeMs: options.maxPlanAgeMs ?? 86_400_000,
    onEvent: options.onEvent ?? (() => {}),
  };
}
