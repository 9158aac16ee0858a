import { DuplicateHistory } from "../entities/duplicate-history.ts";
import { FOREVER_MS, type TopicSettings } from "../entities/entity-settings.ts";
import type { MessageContent } from "../entities/message-content.ts";
import { MessageQueue } from "../entities/message-queue.ts";
import type { QueueHost } from "../entities/queue-host.ts";
import { requireRoom } from "../entities/new-message.ts";
import { Entity } from "./entity.ts";
import type { Subscription } from "./subscription.ts";

const BYTES_PER_MB = 1_048_576;

/** A topic: what is sent to it goes to those of its subscriptions whose rules let it in. */
export class Topic extends Entity<TopicSettings> {
  readonly kind = "topic";
  /** Messages whose time has not come. */
  readonly scheduled: MessageQueue;
  readonly #subscriptions = new Map<string, Subscription>();
  readonly #history = new DuplicateHistory();

  constructor(name: string, settings: TopicSettings, host: QueueHost) {
    super({ name, path: name }, settings, host);
    this.scheduled = this.#schedule();
  }

  get subscriptions(): ReadonlyMap<string, Subscription> {
    return this.#subscriptions;
  }

  subscription(name: string): Subscription | undefined {
    return this.#subscriptions.get(name.toLowerCase());
  }

  addSubscription(subscription: Subscription): void {
    this.#subscriptions.set(subscription.name.toLowerCase(), subscription);
  }

  removeSubscription(name: string): void {
    this.#subscriptions.delete(name.toLowerCase());
  }

  /** What its subscriptions hold, and what is scheduled. */
  get sizeBytes(): number {
    let size = this.scheduled.counts.sizeBytes;
    for (const { mailbox } of this.#subscriptions.values()) size += mailbox.main.counts.sizeBytes;
    return size;
  }

  /**
   * Takes a message, now or for later.
   *
   * @returns its number; zero when it was a duplicate.
   * @throws BrokerError when the topic is full.
   */
  publish(content: MessageContent, hops: number): number {
    const now = this.host.clock.now();
    const { requiresDuplicateDetection, duplicateWindowMs, maxSizeMb } = this.settings;
    requireRoom(this.path, this.sizeBytes + content.sizeBytes, maxSizeMb * BYTES_PER_MB);
    if (requiresDuplicateDetection && this.#history.isDuplicate(content.messageId, now, duplicateWindowMs)) return 0;
    if ((content.scheduledAtMs ?? 0) > now) return this.scheduled.enqueue(content);
    const sequence = this.scheduled.numbering.take();
    this.#fanOut(this.#withDefaultTime(content), sequence, hops);
    return sequence;
  }

  /** @throws BrokerError when one is not there. */
  cancelScheduled(sequences: readonly number[]): void {
    this.scheduled.cancelScheduled(sequences);
  }

  #fanOut(content: MessageContent, sequence: number, hops: number): void {
    for (const subscription of this.#subscriptions.values()) subscription.offer(content, sequence, hops);
  }

  /** The topic's own default is the longest that its messages may live. */
  #withDefaultTime(content: MessageContent): MessageContent {
    const longest = this.settings.defaultTimeToLiveMs;
    return longest < (content.timeToLiveMs ?? FOREVER_MS) ? content.with({ timeToLive: longest }) : content;
  }

  /** A queue of its own, which empties itself into the subscriptions as messages appear. */
  #schedule(): MessageQueue {
    const queue = new MessageQueue({
      path: this.path,
      host: this.host,
      requiresSession: false,
      behaviour: () => ({
        lockDurationMs: 0,
        maxDeliveryCount: Infinity,
        maxSizeBytes: this.settings.maxSizeMb * BYTES_PER_MB,
        defaultTimeToLiveMs: this.settings.defaultTimeToLiveMs,
        onExpiration: "drop",
      }),
      deadLetter: () => {},
    });
    queue.attach({
      mode: "receiveAndDelete",
      credit: () => Infinity,
      deliver: ({ content, sequence }) => this.#fanOut(content, sequence, 0),
      detach: () => {},
    });
    return queue;
  }
}
