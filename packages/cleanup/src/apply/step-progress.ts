import type { DeletionAttempt } from "../report/resource-deletion.ts";

/** Where one step stands while it is carried out. */
export interface StepProgress {
  /** Where to ask about the deletion that is under way. */
  operationUrl: string | null;
  /** Azure is deleting it. */
  isUnderWay: boolean;
  /** The last look at it had an answer. */
  isSeen: boolean;
  /** Deletions sent that count. */
  attempts: number;
  /** Failures that count; they decide how long to wait. */
  countedFailures: number;
  /** The last attempt was refused for who asks, so that the next has a new token. */
  isRenewed: boolean;
  readonly failures: DeletionAttempt[];
}

/** Where a step stands that earlier runs have left so. */
export function beginProgress(operationUrl: string | null): StepProgress {
  const isUnderWay = operationUrl !== null;
  const counts = { attempts: 0, countedFailures: 0 };
  return { operationUrl, isUnderWay, isSeen: false, ...counts, isRenewed: false, failures: [] };
}
