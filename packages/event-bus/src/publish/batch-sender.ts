import { silentLogger, ValidationError, type AzlinError, type Logger } from "@azlin/core";
import type { ServiceBusClient, ServiceBusMessageBatch, ServiceBusSender } from "@azure/service-bus";
import { toBusError } from "../connection/bus-error.ts";
import type { EventMessage } from "../envelope/event-message.ts";

/** Parts of a {@link BatchSender}. */
export interface BatchSenderOptions {
  readonly connect: () => Promise<ServiceBusClient>;
  readonly topicName: string;
  /** Whether a batch must hold one run only, as partitioned topics want it. */
  readonly isPartitioned: boolean;
  readonly logger?: Logger;
}

/** What became of the first of some messages; the others have not been tried. */
export interface SendResult {
  /** How many were sent. */
  readonly sent: number;
  /** The one after those can never be sent. */
  readonly refused?: AzlinError;
}

/** Sends messages in batches over one link, and makes a new connection when the old one did not work. */
export class BatchSender {
  readonly #options: BatchSenderOptions;
  readonly #logger: Logger;
  #opening: Promise<{ readonly client: ServiceBusClient; readonly sender: ServiceBusSender }> | undefined;
  #maxBytes: number | undefined;

  constructor(options: BatchSenderOptions) {
    this.#options = options;
    this.#logger = options.logger ?? silentLogger;
  }

  /** Most bytes of a message, as the link has told; `undefined` before the first. */
  get maxBytes(): number | undefined {
    return this.#maxBytes;
  }

  /**
   * Sends as many of the first messages as go into one batch.
   *
   * @throws what went wrong, as one of our errors; the messages may have been taken nevertheless.
   */
  async send(messages: readonly EventMessage[]): Promise<SendResult> {
    try {
      const { sender } = await this.#open();
      const batch = await sender.createMessageBatch();
      this.#maxBytes = batch.maxSizeInBytes;
      const count = this.#fill(batch, messages);
      if (count === 0) return { sent: 0, refused: tooLarge(messages[0]!, batch.maxSizeInBytes) };
      await sender.sendMessages(batch);
      return { sent: count };
    } catch (error) {
      const translated = toBusError(error, `Sending to ${this.#options.topicName}`);
      this.#logger.warn("sending failed", { topic: this.#options.topicName, code: translated.code });
      if (translated.code === "EVENT_TOO_LARGE") {
        return { sent: 0, refused: translated };
      }
      // A connection that is dead without knowing it would stay so for two minutes.
      void this.#drop();
      throw translated;
    }
  }

  async close(): Promise<void> {
    await this.#drop();
  }

  #fill(batch: ServiceBusMessageBatch, messages: readonly EventMessage[]): number {
    const { isPartitioned } = this.#options;
    const keyOf = ({ sessionId, partitionKey }: EventMessage): string | undefined => sessionId ?? partitionKey;
    let count = 0;
    for (const message of messages) {
      if (isPartitioned && keyOf(message) !== keyOf(messages[0]!)) break;
      if (!batch.tryAddMessage(message)) break;
      count += 1;
    }
    return count;
  }

  #open(): Promise<{ readonly client: ServiceBusClient; readonly sender: ServiceBusSender }> {
    this.#opening ??= this.#options.connect().then((client) => ({
      client,
      sender: client.createSender(this.#options.topicName),
    }));
    return this.#opening;
  }

  async #drop(): Promise<void> {
    const opening = this.#opening;
    this.#opening = undefined;
    const opened = await opening?.catch(() => undefined);
    await opened?.client.close().catch(() => {});
  }
}

function tooLarge({ messageId, subject }: EventMessage, maxBytes: number): ValidationError {
  return new ValidationError(
    "EVENT_TOO_LARGE",
    `The event ${messageId} is larger than the ${maxBytes} bytes of a message.`,
    {
      hint: "Shorten the event, or give claimCheck, which keeps large bodies in a blob.",
      details: { messageId, eventType: subject, maxBytes },
    },
  );
}
