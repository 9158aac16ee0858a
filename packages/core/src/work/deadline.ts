import { DeadlineError, ValidationError } from "../errors/families.ts";
import type { OperationOptions } from "../operation-options.ts";
import { systemClock, type Clock } from "../time/clock.ts";

/** Options of {@link withDeadline}. */
export interface DeadlineOptions extends OperationOptions {
  /** Default: the system's. */
  readonly clock?: Clock;
}

const OVER = Symbol("over");

/**
 * Runs something with one signal that stands for both the caller's signal and the time allowed. Rejects as soon as
 * either ends the operation, even when `run` does not listen to its signal; what it began may then still happen.
 *
 * @param operation - what is being done, for the message: `reading the tags of vm-1`.
 * @throws DeadlineError (`TIMED_OUT`) when `timeoutMs` has passed; the signal's reason when it aborts;
 * ValidationError (`INVALID_TIMEOUT`) when `timeoutMs` is negative or not a number.
 */
export async function withDeadline<T>(
  operation: string,
  options: DeadlineOptions,
  run: (signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const { signal, timeoutMs, clock = systemClock } = options;
  signal?.throwIfAborted();
  const work = new AbortController();
  const timer = new AbortController();
  const ended = new Promise<never>((_resolve, reject) => {
    work.signal.addEventListener("abort", () => reject(work.signal.reason), { once: true });
  });
  const onAbort = (): void => work.abort(signal?.reason);
  signal?.addEventListener("abort", onAbort, { once: true });
  try {
    if (timeoutMs !== undefined) {
      assertTimeout(timeoutMs);
      clock.delay(timeoutMs, { signal: timer.signal }).then(
        () => work.abort(timedOut(operation, timeoutMs)),
        () => {},
      );
    }
    return await Promise.race([ended, run(work.signal)]);
  } finally {
    // With a reason of its own: the one that Node would make has a stack, which takes longer than all else here.
    timer.abort(OVER);
    signal?.removeEventListener("abort", onAbort);
  }
}

function assertTimeout(timeoutMs: number): void {
  if (timeoutMs >= 0) return;
  throw new ValidationError("INVALID_TIMEOUT", `A time-out of ${timeoutMs} ms is not possible.`, {
    hint: "Give milliseconds, 0 or more.",
  });
}

function timedOut(operation: string, afterMs: number): DeadlineError {
  return new DeadlineError("TIMED_OUT", `Gave up ${operation} after ${afterMs} ms.`, {
    operation,
    afterMs,
    hint: "Allow more time, or see whether Azure has finished it meanwhile: what was begun goes on.",
  });
}
