import type { DeleteError } from "./classify-delete-error.ts";

/** What a decision to go on is made of. */
export interface AttemptState {
  /** Failures that count, this one included. */
  readonly failures: number;
  readonly isRenewed: boolean;
  readonly isGroup: boolean;
  /** Waits after failed attempts, in milliseconds; the last one repeats. */
  readonly waitsMs: readonly number[];
  readonly maxAttempts: number;
}

/** What follows a failed attempt: another one after a while, or none. */
export type NextAttempt = { readonly afterMs: number; readonly isCounted: boolean } | "stop";

/** Wait when Azure throttles and does not say for how long, in milliseconds. */
const THROTTLED_MS = 5_000;
/** Attempts for what may never work, and for groups, whose members can be tried one by one instead. */
const FEW_ATTEMPTS = 4;
const GROUP_ATTEMPTS = 2;

/** Decides by its class what follows a failed attempt. Pure. */
export function nextAttempt(error: DeleteError, state: AttemptState): NextAttempt {
  switch (error.class) {
    case "throttled":
      return { afterMs: error.retryAfterMs ?? THROTTLED_MS, isCounted: false };
    case "gone":
    case "transient":
    case "dependency":
      return nextByWaits(error, state);
    case "auth":
      return state.isRenewed ? "stop" : { afterMs: 0, isCounted: true };
    case "blocked":
    case "fatal":
      return "stop";
  }
}

function nextByWaits(error: DeleteError, state: AttemptState): NextAttempt {
  const { failures, waitsMs } = state;
  if (failures >= limitFor(error, state)) return "stop";
  const waitMs = waitsMs[Math.min(failures, waitsMs.length) - 1] ?? 0;
  return { afterMs: Math.max(waitMs, error.retryAfterMs ?? 0), isCounted: true };
}

function limitFor(error: DeleteError, { isGroup, maxAttempts }: AttemptState): number {
  if (isGroup && error.class === "dependency") return GROUP_ATTEMPTS;
  return error.isGuess ? Math.min(FEW_ATTEMPTS, maxAttempts) : maxAttempts;
}
