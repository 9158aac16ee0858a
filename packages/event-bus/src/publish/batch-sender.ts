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

/** A connection and its link. */
interface Link {
  readonly client: ServiceBusClient;
  readonly sender: ServiceBusSender;
  /** Sends that are under way: a client that is closed would leave them hanging. */
  users: number;
  isGivenUp: boolean;
}

/** Sends messages in batches over one link, and makes a new connection when the old one did not work. */
export class BatchSender {
  readonly #options: BatchSenderOptions;
  readonly #logger: Logger;
  #opening: Promise<Link> | undefined;
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
    const opening = this.#open();
    try {
      return await this.#sendOver(await opening, messages);
    } catch (error) {
      const translated = toBusError(error, `Sending to ${this.#options.topicName}`);
      this.#logger.warn("sending failed", { topic: this.#options.topicName, code: translated.code });
      if (translated.code === "EVENT_TOO_LARGE") {
        return { sent: 0, refused: translated };
      }
      // A connection that is dead without knowing it would stay so for two minutes.
      void this.#giveUp(opening);
      throw translated;
    }
  }

  async close(): Promise<void> {
    const opened = await this.#opening?.catch(() => undefined);
    this.#opening = undefined;
    await opened?.client.close().catch(() => {});
  }

  async #sendOver(link: Link, messages: readonly EventMessage[]): Promise<SendResult> {
    link.users += 1;
    try {
      const batch = await link.sender.createMessageBatch();
      this.#maxBytes = batch.maxSizeInBytes;
      const count = this.#fill(batch, messages);
      if (count === 0) return { sent: 0, refused: tooLarge(messages[0]!, batch.maxSizeInBytes) };
      await link.sender.sendMessages(batch);
      return { sent: count };
    } finally {
      link.users -= 1;
      if (link.isGivenUp) void this.#closeUnused(link);
    }
  }

  #fill(batch: ServiceBusMessageBatch, messages: readonly EventMessage[]): number {
    const { isPartitioned } = this.#options;
    const keyOf = ({ sessionId, partitionKey }: EventMessage): string | undefined => sessionId ?? partitionKey;
    let count = 0;
    for (const message of messages) {
      if (isPartitioned && keyOf(message) !== keyOf(messages[0]!)) break;
      if (!batch.tryAddMessage({ ...message, body: Buffer.from(message.body) })) break;
      count += 1;
    }
    return count;
  }

  #open(): Promise<Link> {
    this.#opening ??= this.#options.connect().then((client) => ({
      client,
      sender: client.createSender(this.#options.topicName),
      users: 0,
      isGivenUp: false,
    }));
    return this.#opening;
  }

  async #giveUp(opening: Promise<Link>): Promise<void> {
    if (this.#opening === opening) this.#opening = undefined;
    const link = await opening.catch(() => undefined);
    if (link === undefined) return;
    link.isGivenUp = true;
    await this.#closeUnused(link);
  }

  async #closeUnused({ client, users }: Link): Promise<void> {
    if (users === 0) await client.close().catch(() => {});
  }
}

/** The error of an event that no message holds. */
export function tooLarge(
  { messageId, subject }: Pick<EventMessage, "messageId" | "subject">,
  maxBytes: number,
): ValidationError {
  return new ValidationError(
    "EVENT_TOO_LARGE",
    `The event ${messageId} is larger than the ${maxBytes} bytes of a message.`,
    {
      hint: "Shorten the event, or give claimCheck, which keeps large bodies in a blob.",
      details: { messageId, eventType: subject, maxBytes },
    },
  );
}
