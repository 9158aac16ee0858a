import type { Clock, Random } from "@azlin/core";
import type { LimitFunction } from "p-limit";

/** What a loop works with. */
export interface CheckLoopOptions {
  readonly clock: Clock;
  readonly random: Random;
  /** Bounds how many checks of all loops run at once. */
  readonly slots: LimitFunction;
  /** Milliseconds between two checks, asked before each. */
  readonly intervalMs: () => number;
  /** Milliseconds until the first check. */
  readonly firstDelayMs: number;
  /** Told how many milliseconds after it was due a check begins. */
  readonly onLateness: (ms: number) => void;
  /**
   * Told when much more time has passed than was waited for: the machine slept, its clock was set, or the process was
   * stopped. What was counted before does not belong to what comes now.
   */
  readonly onGap: () => void;
  readonly signal: AbortSignal;
}

/** Share of an interval by which each wait is longer or shorter, so that loops do not fall into step. */
const JITTER = 0.1;
/** Milliseconds that a wait may be longer than asked for before it counts as a gap, unless the interval is longer. */
const GAP_MS = 60_000;

/**
 * Runs a check again and again until the signal aborts.
 *
 * @param check - returns milliseconds after which it is to run again at the latest; `undefined`: at its interval.
 */
export async function runCheckLoop(
  check: () => Promise<number | undefined>,
  { clock, random, slots, signal, ...options }: CheckLoopOptions,
): Promise<void> {
  let waitMs = options.firstDelayMs;
  for (;;) {
    const dueMs = clock.now() + waitMs;
    const isWaited = await clock.delay(waitMs, { signal }).then(
      () => true,
      () => false,
    );
    if (!isWaited) return;
    const lateMs = clock.now() - dueMs;
    const intervalMs = options.intervalMs();
    if (Math.abs(lateMs) > Math.max(GAP_MS, 2 * intervalMs)) {
      options.onGap();
      // After a sleep all loops wake at once, and before the network.
      waitMs = random.next() * intervalMs;
      continue;
    }
    const soonMs = await slots(async () => {
      if (signal.aborted) return undefined;
      options.onLateness(clock.now() - dueMs);
      return check();
    });
    const spread = 1 + JITTER * (2 * random.next() - 1);
    const nextMs = Math.min(soonMs ?? Number.POSITIVE_INFINITY, intervalMs * spread);
    // Counted from when the check was due: its own duration does not add up.
    waitMs = Math.max(0, nextMs - Math.max(0, clock.now() - dueMs));
  }
}
