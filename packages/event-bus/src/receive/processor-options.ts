import {
  silentLogger,
  systemClock,
  systemRandom,
  type AzlinError,
  type Clock,
  type Logger,
  type Random,
} from "@azlin/core";
import type { BusConnectionOptions } from "../connection/bus-connection.ts";
import type { IdempotencyStore } from "../idempotency/idempotency-store.ts";
import { memoryIdempotencyStore } from "../idempotency/memory-idempotency-store.ts";
import type { ClaimStore } from "../publish/claim-check.ts";
import type { SequenceGap } from "./gap-detector.ts";
import { isPermanentError } from "./permanent-error.ts";
import type { Rebuild } from "./watchdog.ts";

/** Where events come from. */
export interface EventSource {
  readonly topicName: string;
  /** Without it, `topicName` is a queue. */
  readonly subscriptionName?: string;
}

/** How events are received. */
export interface ProcessorOptions {
  /** Most handlers at once; with sessions, most runs at once. Default 32. */
  readonly concurrency?: number;
  /**
   * Messages that are fetched before a handler is free, so that none waits for the way to Azure. One that waits for more than
   * a second is given back, and while handlers are slow none is fetched ahead. Without sessions only. Default: as many as
   * `concurrency`.
   */
  readonly prefetch?: number;
  /** Whether the subscription has sessions: the events of a run then come in order, one after the other. Default false. */
  readonly isOrdered?: boolean;
  /** What becomes of messages that hold no event. Default `deadLetter`; `complete` drops them, as the seed has it. */
  readonly malformed?: "deadLetter" | "complete";
  /** Deliveries after which a failing event is dead-lettered. Default 10. */
  readonly maxAttempts?: number;
  /** Milliseconds before the second delivery of a failing event; doubles each time. Default 1,000. */
  readonly retryDelayMs?: number;
  /** Most of these. Default 30,000. */
  readonly maxRetryDelayMs?: number;
  /** Milliseconds a handler may take. Default 300,000. */
  readonly handlerTimeoutMs?: number;
  /** Milliseconds for which locks are renewed. Default: `handlerTimeoutMs` and a minute, so that waits are covered. */
  readonly maxLockRenewalMs?: number;
  /** Which errors of a handler dead-letter the event at once. Default {@link isPermanentError}. */
  readonly isPermanent?: (error: unknown) => boolean;
  /** Remembers what is done. Default: in memory. */
  readonly idempotency?: IdempotencyStore;
  /** Where bodies lie that were too large. Default: the bus's own. */
  readonly claimCheck?: ClaimStore;
  /** Milliseconds between looks at whether the receiver is alive. Default 5,000. */
  readonly watchIntervalMs?: number;
  /** Milliseconds without a message, while some wait, after which the receiver counts as dead. Default 10,000. */
  readonly stalledAfterMs?: number;
  /** Milliseconds without a new message after which an ordered receiver lets go of a run. Default 1,000. */
  readonly sessionIdleMs?: number;
  /** Milliseconds that `stop()` waits for handlers. Default 30,000. */
  readonly drainTimeoutMs?: number;
  /** Told of what goes wrong and is tried again. */
  readonly onProblem?: (error: AzlinError) => void;
  /** Told of numbers that are missing in the events of a run. Only ordered processors know; the state of the session tells them what others had. */
  readonly onGap?: (gap: SequenceGap) => void;
  /** Told when the receiver was made anew. */
  readonly onRebuild?: (rebuild: Rebuild) => void;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly logger?: Logger;
}

/** {@link ProcessorOptions} with every default in its place, and where from. */
export interface ResolvedProcessorOptions extends Required<
  Omit<ProcessorOptions, "claimCheck" | "onProblem" | "onGap" | "onRebuild">
> {
  readonly source: EventSource;
  readonly connection: BusConnectionOptions;
  readonly claimCheck: ClaimStore | undefined;
  readonly onProblem: (error: AzlinError) => void;
  readonly onGap: (gap: SequenceGap) => void;
  readonly onRebuild: (rebuild: Rebuild) => void;
}

const noop = (): void => {};

/** Puts every default in its place. */
export function resolveProcessorOptions(
  source: EventSource,
  connection: BusConnectionOptions,
  options: ProcessorOptions,
): ResolvedProcessorOptions {
  const { clock = systemClock, handlerTimeoutMs = 300_000, concurrency = 32 } = options;
  return {
    prefetch: concurrency,
    isOrdered: false,
    malformed: "deadLetter",
    maxAttempts: 10,
    retryDelayMs: 1_000,
    maxRetryDelayMs: 30_000,
    maxLockRenewalMs: handlerTimeoutMs + 60_000,
    isPermanent: isPermanentError,
    idempotency: memoryIdempotencyStore({ clock }),
    watchIntervalMs: 5_000,
    stalledAfterMs: 10_000,
    sessionIdleMs: 1_000,
    drainTimeoutMs: 30_000,
    onProblem: noop,
    onGap: noop,
    onRebuild: noop,
    random: systemRandom,
    logger: silentLogger,
    claimCheck: undefined,
    ...options,
    clock,
    concurrency,
    handlerTimeoutMs,
    source,
    connection,
  };
}
