import { TransportError, ValidationError, withDeadline, type AzlinError } from "@azlin/core";
import { connectBus } from "../connection/bus-connection.ts";
import { toBusError } from "../connection/bus-error.ts";
import { encodeEvent } from "../envelope/encode-event.ts";
import type { EventMessage } from "../envelope/event-message.ts";
import type { WireEvent } from "../events/agent-event.ts";
import type { OutboxEntry } from "../outbox/outbox.ts";
import { BatchSender } from "./batch-sender.ts";
import { checkIn } from "./claim-check.ts";
import type { ResolvedEventBusOptions } from "./publish-options.ts";
import { SendQueue } from "./send-queue.ts";
import { SequenceStamp } from "./sequence-stamp.ts";

/** Most bytes of a message on the standard tier: what holds until the link has told better. */
const STANDARD_BYTES = 262_144;

/** Room for what a message has besides its body. */
const OVERHEAD_BYTES = 2_048;

/** Takes events, and sees to it that they are sent. */
export class EventPublisher {
  readonly #options: ResolvedEventBusOptions;
  readonly #sender: BatchSender;
  readonly #queue: SendQueue;
  readonly #stamp: SequenceStamp;
  /** Entries of the outbox that have gone and are not noted yet. */
  #gone: OutboxEntry[] = [];
  #noting: Promise<void> | undefined;

  constructor(options: ResolvedEventBusOptions) {
    this.#options = options;
    this.#stamp = new SequenceStamp(options.random);
    const { topicName, isPartitioned, logger } = options;
    this.#sender = new BatchSender({ connect: () => connectBus(options), topicName, isPartitioned, logger });
    this.#queue = new SendQueue({ ...options, send: (messages) => this.#sender.send(messages) });
    if (options.outbox !== undefined) this.#enqueue(options.outbox.earlier);
  }

  /** Messages that have not gone. */
  get size(): number {
    return this.#queue.size;
  }

  /**
   * Resolves when the event is safe: on the disk with an outbox, in Service Bus without.
   *
   * @throws what makes that impossible, as one of our errors.
   */
  async publish(event: WireEvent): Promise<void> {
    const { outbox, claimCheck } = this.#options;
    const encoded = encodeEvent(event, this.#options);
    const checked = claimCheck === undefined ? encoded : await checkIn(encoded, claimCheck);
    const message = this.#stamp.stamp(checked);
    if (outbox === undefined) return this.#sent(message);
    this.#assertSize(message);
    this.#enqueue(await outbox.add([message]));
  }

  /** Resolves when everything has gone. */
  async flush(): Promise<void> {
    await this.#queue.flush();
    await this.#noting;
  }

  /** Sends what waits, as long as it is allowed to take; then closes the connection. */
  async close(): Promise<void> {
    const { closeTimeoutMs, clock, topicName, outbox } = this.#options;
    try {
      await withDeadline("sending the last events", { timeoutMs: closeTimeoutMs, clock }, () => this.flush());
    } catch (error) {
      this.#options.onProblem?.(toBusError(error, `Closing the publisher of ${topicName}`));
    }
    this.#queue.close(notSent(topicName));
    await this.#sender.close();
    await this.#noting;
    await outbox?.close();
  }

  #sent(message: EventMessage): Promise<void> {
    return new Promise((resolve, reject) => {
      this.#queue.add([{ message, sent: resolve, failed: reject, refused: reject }]);
    });
  }

  #enqueue(entries: readonly OutboxEntry[]): void {
    const queued = entries.map((entry) => ({
      message: entry.message,
      sent: () => this.#note(entry),
      refused: (error: AzlinError) => {
        this.#options.onRefused?.(error, entry.message.messageId);
        this.#note(entry);
      },
    }));
    if (queued.length > 0) this.#queue.add(queued);
  }

  #note(entry: OutboxEntry): void {
    this.#gone.push(entry);
    this.#noting ??= this.#noteAll();
  }

  async #noteAll(): Promise<void> {
    // Those of one batch are told one after the other: they go into one note.
    await Promise.resolve();
    while (this.#gone.length > 0) {
      const entries = this.#gone.splice(0);
      try {
        await this.#options.outbox?.remove(entries);
      } catch (error) {
        // They would be sent again after a restart, under the same ids.
        this.#options.logger.warn("the outbox could not note what was sent", { error, events: entries.length });
      }
    }
    this.#noting = undefined;
  }

  #assertSize({ body, messageId, subject }: EventMessage): void {
    const bytes = Buffer.byteLength(JSON.stringify(body)) + OVERHEAD_BYTES;
    const maxBytes = this.#sender.maxBytes ?? STANDARD_BYTES;
    if (bytes <= maxBytes) return;
    throw new ValidationError(
      "EVENT_TOO_LARGE",
      `The event ${messageId} is larger than the ${maxBytes} bytes of a message.`,
      {
        hint: "Shorten the event, or give claimCheck, which keeps large bodies in a blob.",
        details: { messageId, eventType: subject, maxBytes },
      },
    );
  }
}

function notSent(topicName: string): TransportError {
  return new TransportError("BUS_UNREACHABLE", `The publisher of ${topicName} was closed before the event was sent.`, {
    hint: "Publish it again, or give an outbox, which keeps it until the next start.",
  });
}
