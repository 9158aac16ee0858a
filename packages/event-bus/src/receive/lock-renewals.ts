import type { Clock } from "@azlin/core";
import type { ServiceBusReceivedMessage } from "@azure/service-bus";

/** A message whose lock is kept. */
interface Held {
  /** Milliseconds since the epoch. */
  readonly sinceMs: number;
  /** When its lock is to be renewed; `undefined` before the first look. */
  renewAtMs: number | undefined;
}

/** Parts of {@link LockRenewals}. */
export interface LockRenewalOptions {
  /** Asks for more time; answers when the lock ends then. */
  readonly renew: (message: ServiceBusReceivedMessage) => Promise<Date>;
  /** Told why a lock could not be renewed; answers whether it may be tried again. */
  readonly failed: (error: unknown) => boolean;
  /** Milliseconds for which a lock is kept. */
  readonly maxMs: number;
  readonly clock: Clock;
}

/** Milliseconds between looks: no lock of Service Bus is shorter than five seconds. */
const LOOK_EVERY_MS = 500;

/** A lock is renewed after half of its time, but not later than this: the clock of Service Bus may go wrong, or ours. */
const LONGEST_WAIT_MS = 15_000;

/**
 * Keeps the locks of messages that are being worked on. One timer looks after all of them, while the client would make two
 * for each message, which few of them live to see.
 */
export class LockRenewals {
  readonly #options: LockRenewalOptions;
  readonly #held = new Map<ServiceBusReceivedMessage, Held>();
  readonly #closing = new AbortController();
  #isWatching = false;

  constructor(options: LockRenewalOptions) {
    this.#options = options;
  }

  /** Keeps the lock of a message until it is let go. */
  hold(message: ServiceBusReceivedMessage): void {
    this.#held.set(message, { sinceMs: this.#options.clock.now(), renewAtMs: undefined });
    if (!this.#isWatching) void this.#watch();
  }

  /** Lets go of a message that is about to be settled. */
  release(message: ServiceBusReceivedMessage): void {
    this.#held.delete(message);
  }

  /** Lets go of everything. */
  close(): void {
    this.#held.clear();
    this.#closing.abort();
  }

  async #watch(): Promise<void> {
    this.#isWatching = true;
    const { clock } = this.#options;
    const { signal } = this.#closing;
    while (this.#held.size > 0 && !signal.aborted) {
      await clock.delay(LOOK_EVERY_MS, { signal }).catch(() => {});
      const nowMs = clock.now();
      for (const [message, held] of this.#held) {
        held.renewAtMs ??= renewalOf(message.lockedUntilUtc, held.sinceMs);
        if (nowMs >= held.renewAtMs) void this.#renew(message, held);
      }
    }
    this.#isWatching = false;
  }

  async #renew(message: ServiceBusReceivedMessage, held: Held): Promise<void> {
    const { renew, failed, maxMs, clock } = this.#options;
    // Not again before there is an answer.
    held.renewAtMs = Infinity;
    if (clock.now() - held.sinceMs >= maxMs) return this.release(message);
    try {
      const lockedUntil = await renew(message);
      held.renewAtMs = renewalOf(lockedUntil, clock.now());
    } catch (error) {
      if (!this.#held.has(message)) return;
      if (failed(error)) held.renewAtMs = clock.now() + LOOK_EVERY_MS;
      else this.release(message);
    }
  }
}

function renewalOf(lockedUntil: Date | undefined, nowMs: number): number {
  const leftMs = lockedUntil === undefined ? Infinity : lockedUntil.getTime() - nowMs;
  return nowMs + Math.min(leftMs / 2, LONGEST_WAIT_MS);
}
