import {
  systemClock,
  systemRandom,
  silentLogger,
  ValidationError,
  type AzlinError,
  type Logger,
  type Random,
} from "@azlin/core";
import type { BusConnectionOptions } from "../connection/bus-connection.ts";
import type { EventEnvelope, RunBinding } from "../envelope/event-message.ts";
import type { Outbox } from "../outbox/outbox.ts";
import type { ClaimStore } from "./claim-check.ts";

/** Where events go, and how they are published. */
export interface EventBusOptions extends BusConnectionOptions {
  /** Name of the topic; a queue's will do. */
  readonly topicName: string;
  /** Most events that are sent together. Default 100. */
  readonly batchSize?: number;
  /** Milliseconds to wait for a batch to fill. Default 0: what comes while a batch is under way goes with the next. */
  readonly lingerMs?: number;
  /** Default `plain`: the event as JSON. */
  readonly envelope?: EventEnvelope;
  /** Source of CloudEvents. Default `/azlin/TOPIC`. */
  readonly source?: string;
  /** How messages are bound to their run. Default `session`, which keeps order where subscriptions have sessions. */
  readonly bindRunBy?: RunBinding;
  /** Whether the topic is partitioned: a batch then holds one run only. Default false. */
  readonly isPartitioned?: boolean;
  /** Keeps events on the disk until they are sent. Default: they are kept in memory, for `giveUpAfterMs`. */
  readonly outbox?: Outbox;
  /** Milliseconds for which an event without an outbox is tried. Default 60,000. */
  readonly giveUpAfterMs?: number;
  /** Milliseconds that `close()` waits for events to go. Default 10,000. */
  readonly closeTimeoutMs?: number;
  /** Keeps bodies from 192 KiB on elsewhere. Default: they are refused when the message is too large. */
  readonly claimCheck?: ClaimStore;
  /** Told of every failed attempt to send. */
  readonly onProblem?: (error: AzlinError) => void;
  /** Told of an event of the outbox that can never be sent; it is taken out of it. */
  readonly onRefused?: (error: AzlinError, messageId: string) => void;
  readonly logger?: Logger;
  readonly random?: Random;
}

/** {@link EventBusOptions} with every default in its place. */
export type ResolvedEventBusOptions = EventBusOptions &
  Required<
    Pick<
      EventBusOptions,
      | "batchSize"
      | "lingerMs"
      | "envelope"
      | "source"
      | "bindRunBy"
      | "isPartitioned"
      | "giveUpAfterMs"
      | "closeTimeoutMs"
      | "clock"
      | "random"
      | "logger"
    >
  >;

/** @throws ValidationError (`INVALID_BATCH_SIZE`, `NO_TOPIC`). */
export function resolveEventBusOptions(options: EventBusOptions): ResolvedEventBusOptions {
  const { batchSize = 100, topicName } = options;
  if (!Number.isInteger(batchSize) || batchSize < 1) {
    throw new ValidationError("INVALID_BATCH_SIZE", `A batch of ${batchSize} events is not possible.`, {
      hint: "Give a whole number from 1.",
    });
  }
  if (topicName.trim() === "") {
    throw new ValidationError("NO_TOPIC", "The topic has no name.", { hint: "Give topicName, such as agent-logs." });
  }
  return {
    lingerMs: 0,
    envelope: "plain",
    source: `/azlin/${topicName}`,
    bindRunBy: "session",
    isPartitioned: false,
    giveUpAfterMs: 60_000,
    closeTimeoutMs: 10_000,
    clock: systemClock,
    random: systemRandom,
    logger: silentLogger,
    ...options,
    batchSize,
  };
}
