import { BrokerError } from "../broker-error.ts";
import { FOREVER_MS, type ReceivingSettings } from "../entities/entity-settings.ts";
import type { MessageContent } from "../entities/message-content.ts";
import { MessageQueue } from "../entities/message-queue.ts";
import type { Arrival } from "../entities/new-message.ts";
import type { QueueBehaviour } from "../entities/queue-behaviour.ts";
import type { QueueHost } from "../entities/queue-host.ts";
import type { DeadLetterReason } from "../entities/settlement.ts";
import type { StoredMessage } from "../entities/stored-message.ts";
import type { SubQueue } from "./entity-address.ts";

const BYTES_PER_MB = 1_048_576;

/** Settings of what a mailbox serves: a queue has a size, a subscription shares its topic's. */
export type MailboxSettings = ReceivingSettings & { readonly maxSizeMb?: number };

/** What receives: a queue or a subscription, with its dead letters. */
export class Mailbox {
  readonly path: string;
  readonly main: MessageQueue;
  readonly deadLetters: MessageQueue;
  /** Messages that could not be forwarded. */
  readonly transferDeadLetters: MessageQueue;
  readonly #host: QueueHost;
  readonly #settings: () => MailboxSettings;

  constructor(path: string, host: QueueHost, settings: () => MailboxSettings) {
    this.path = path;
    this.#host = host;
    this.#settings = settings;
    this.main = new MessageQueue({
      path,
      host,
      requiresSession: settings().requiresSession,
      behaviour: () => mainBehaviour(settings()),
      deadLetter: (message, reason) => this.#deadLetter(message, reason),
    });
    this.deadLetters = this.#subQueue("$DeadLetterQueue");
    this.transferDeadLetters = this.#subQueue("$Transfer/$DeadLetterQueue");
  }

  queue(subQueue: SubQueue): MessageQueue {
    if (subQueue === "main") return this.main;
    return subQueue === "deadLetter" ? this.deadLetters : this.transferDeadLetters;
  }

  get queues(): readonly MessageQueue[] {
    return [this.main, this.deadLetters, this.transferDeadLetters];
  }

  /**
   * Takes a message in, or passes it on when it forwards.
   *
   * @param hops - how often the message was forwarded before.
   * @throws BrokerError when the queue is full.
   */
  accept(content: MessageContent, arrival: Arrival = {}, hops = 0): number {
    const { forwardTo } = this.#settings();
    if (forwardTo === undefined) return this.main.enqueue(content, arrival);
    this.#forward(content, { to: forwardTo, hops });
    return 0;
  }

  /** Passes on what waits, once the mailbox forwards. */
  forwardWaiting(): void {
    const { forwardTo } = this.#settings();
    if (forwardTo === undefined) return;
    for (const content of this.main.drain()) this.#forward(content, { to: forwardTo, hops: 0 });
  }

  /** Puts a message among the dead letters that was never in the queue itself. */
  bury(content: MessageContent, reason: DeadLetterReason): void {
    this.deadLetters.enqueue(withReason(content, reason));
  }

  close(reason: BrokerError): void {
    for (const queue of this.queues) queue.close(reason);
  }

  #forward(content: MessageContent, { to, hops }: { readonly to: string; readonly hops: number }): void {
    try {
      this.#host.transfer({ from: this.path, to, content, hops });
    } catch (error) {
      if (!(error instanceof BrokerError)) throw error;
      const reason = { reason: error.condition, description: error.message };
      this.transferDeadLetters.enqueue(withReason(content, reason));
    }
  }

  #deadLetter(message: StoredMessage, reason: DeadLetterReason): void {
    const content = withReason(message.content, reason);
    const { forwardDeadLettersTo } = this.#settings();
    const { sequence, deliveryCount } = message;
    if (forwardDeadLettersTo === undefined)
      this.deadLetters.enqueue(content, { enqueuedSequence: sequence, deliveryCount });
    else {
      const source = { from: this.path, deadLetterSource: this.path };
      this.#host.transfer({ ...source, to: forwardDeadLettersTo, content, hops: 0 });
    }
  }

  #subQueue(name: string): MessageQueue {
    const path = `${this.path}/${name}`;
    return new MessageQueue({
      path,
      host: this.#host,
      requiresSession: false,
      behaviour: () => ({ ...mainBehaviour(this.#settings()), ...KEEPS_ALL }),
      deadLetter: () => {
        throw new BrokerError("amqp:not-allowed", `A message in '${path}' cannot be dead-lettered again.`);
      },
    });
  }
}

/** Dead letters stay until somebody takes them. */
const KEEPS_ALL = { maxDeliveryCount: Infinity, maxSizeBytes: Infinity, defaultTimeToLiveMs: FOREVER_MS };

function mainBehaviour(settings: MailboxSettings): QueueBehaviour {
  const { lockDurationMs, maxDeliveryCount, defaultTimeToLiveMs, maxSizeMb } = settings;
  return {
    lockDurationMs,
    maxDeliveryCount,
    defaultTimeToLiveMs,
    maxSizeBytes: maxSizeMb === undefined ? Infinity : maxSizeMb * BYTES_PER_MB,
    onExpiration: settings.deadLetterOnExpiration ? "deadLetter" : "drop",
  };
}

/** A dead letter tells why it is one, and has no time to live any more. */
function withReason(content: MessageContent, { reason, description, edits }: DeadLetterReason): MessageContent {
  return content.with({
    ...edits,
    timeToLive: "none",
    applicationProperties: {
      ...edits?.applicationProperties,
      ...(reason !== undefined && { DeadLetterReason: reason }),
      ...(description !== undefined && { DeadLetterErrorDescription: description }),
    },
  });
}
