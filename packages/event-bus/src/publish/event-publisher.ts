import { TransportError, withDeadline, type AzlinError } from "@azlin/core";
import { connectBus } from "../connection/bus-connection.ts";
import { toBusError } from "../connection/bus-error.ts";
import { encodeEvent } from "../envelope/encode-event.ts";
import type { EventMessage } from "../envelope/event-message.ts";
import type { WireEvent } from "../events/agent-event.ts";
import type { Outbox, OutboxEntry } from "../outbox/outbox.ts";
import { PublishTelemetry } from "../telemetry/publish-telemetry.ts";
import { BatchSender, tooLarge, type SendResult } from "./batch-sender.ts";
import { checkIn, type ClaimStore } from "./claim-check.ts";
import type { ResolvedEventBusOptions } from "./publish-options.ts";
import { SendQueue } from "./send-queue.ts";
import { SequenceStamp, type StampableMessage } from "./sequence-stamp.ts";

/** Most bytes of a message on the standard tier: what holds until the link has told better. */
const STANDARD_BYTES = 262_144;

/** Room for what a message has besides its body. */
const OVERHEAD_BYTES = 2_048;

/** An event on its way to where it is safe, or what keeps it from getting there. */
interface Publication {
  message?: StampableMessage;
  error?: AzlinError;
}

type SoundPublication = Publication & { message: StampableMessage };

/** Takes events, and sees to it that they are sent. */
export class EventPublisher {
  readonly #options: ResolvedEventBusOptions;
  readonly #sender: BatchSender;
  readonly #queue: SendQueue;
  readonly #stamp: SequenceStamp;
  /** Entries of the outbox that have gone and are not noted yet. */
  #gone: OutboxEntry[] = [];
  #noting: Promise<void> | undefined;
  readonly #telemetry: PublishTelemetry;

  constructor(options: ResolvedEventBusOptions) {
    this.#options = options;
    this.#stamp = new SequenceStamp(options.random);
    const { topicName, isPartitioned, logger } = options;
    this.#sender = new BatchSender({ connect: () => connectBus(options), topicName, isPartitioned, logger });
    this.#queue = new SendQueue({ ...options, send: (messages) => this.#sendBatch(messages) });
    this.#telemetry = new PublishTelemetry(topicName, () => this.size);
    if (options.outbox !== undefined) this.#enqueue(options.outbox.earlier);
  }

  /** Messages that have not gone. */
  get size(): number {
    return this.#queue.size;
  }

  /**
   * Resolves when each of the events is safe, on the disk with an outbox, in Service Bus without, or cannot be made so.
   *
   * @returns for each what keeps it from being safe, as one of our errors; `undefined` when it is.
   */
  async publish(events: readonly WireEvent[]): Promise<readonly (AzlinError | undefined)[]> {
    const { outbox, claimCheck } = this.#options;
    const all = events.map((event) => this.#encode(event));
    if (claimCheck !== undefined) await Promise.all(all.map((each) => this.#checkIn(each, claimCheck)));
    if (outbox === undefined) await this.#send(all.filter(isSound));
    else await this.#keep(all, outbox);
    return all.map(({ error }) => error);
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
    this.#telemetry.close();
    await outbox?.close();
  }

  #encode(event: WireEvent): Publication {
    try {
      return { message: encodeEvent(event, this.#options) };
    } catch (error) {
      return { error: this.#failure(error) };
    }
  }

  async #checkIn(publication: Publication, store: ClaimStore): Promise<void> {
    if (!isSound(publication)) return;
    try {
      publication.message = await checkIn(publication.message, store);
    } catch (error) {
      publication.error = this.#failure(error);
    }
  }

  /** Puts events into the outbox, a batch at a time: what does not fit does not keep the others out. */
  async #keep(all: readonly Publication[], outbox: Outbox): Promise<void> {
    for (const each of all) if (isSound(each)) this.#refuseLarge(each);
    const sound = all.filter(isSound);
    const { batchSize } = this.#options;
    const batches: Promise<void>[] = [];
    for (let from = 0; from < sound.length; from += batchSize) {
      batches.push(this.#keepBatch(sound.slice(from, from + batchSize), outbox));
    }
    await Promise.all(batches);
  }

  async #keepBatch(batch: readonly SoundPublication[], outbox: Outbox): Promise<void> {
    try {
      this.#enqueue(await outbox.add(batch.map(({ message }) => this.#stamped(message))));
    } catch (error) {
      const failure = this.#failure(error);
      for (const each of batch) each.error = failure;
    }
  }

  #send(batch: readonly SoundPublication[]): Promise<void> {
    if (batch.length === 0) return Promise.resolve();
    return new Promise((resolve) => {
      let left = batch.length;
      const sent = (): void => {
        left -= 1;
        if (left === 0) resolve();
      };
      this.#queue.add(
        batch.map((each) => {
          const failed = (error: AzlinError): void => {
            each.error = error;
            sent();
          };
          return { message: this.#stamped(each.message), sent, failed, refused: failed };
        }),
      );
    });
  }

  async #sendBatch(messages: readonly EventMessage[]): Promise<SendResult> {
    const result = await this.#sender.send(messages);
    this.#telemetry.sent(result.sent);
    return result;
  }

  #stamped(message: StampableMessage): EventMessage {
    this.#stamp.stamp(message);
    this.#telemetry.begin(message);
    return message;
  }

  #failure(error: unknown): AzlinError {
    return toBusError(error, `Publishing to ${this.#options.topicName}`);
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

  #refuseLarge(publication: SoundPublication): void {
    const { body, messageId, subject } = publication.message;
    const maxBytes = this.#sender.maxBytes ?? STANDARD_BYTES;
    if (Buffer.byteLength(body) + OVERHEAD_BYTES <= maxBytes) return;
    publication.error = tooLarge({ messageId, subject }, maxBytes);
  }
}

function isSound(publication: Publication): publication is SoundPublication {
  return publication.message !== undefined && publication.error === undefined;
}

function notSent(topicName: string): TransportError {
  return new TransportError("BUS_UNREACHABLE", `The publisher of ${topicName} was closed before the event was sent.`, {
    hint: "Publish it again, or give an outbox, which keeps it until the next start.",
  });
}
