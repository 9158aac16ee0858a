import type { QueueSettings } from "../entities/entity-settings.ts";
import { DuplicateHistory } from "../entities/duplicate-history.ts";
import type { MessageContent } from "../entities/message-content.ts";
import type { QueueHost } from "../entities/queue-host.ts";
import { requireSessionId } from "./check-message.ts";
import { Entity } from "./entity.ts";
import { Mailbox } from "./mailbox.ts";

/** A queue: a mailbox that clients send to. */
export class Queue extends Entity<QueueSettings> {
  readonly kind = "queue";
  readonly mailbox: Mailbox;
  readonly #history = new DuplicateHistory();

  constructor(name: string, settings: QueueSettings, host: QueueHost) {
    super({ name, path: name }, settings, host);
    this.mailbox = new Mailbox(name, host, () => this.settings);
  }

  /**
   * Takes a message.
   *
   * @returns its number; zero when it was a duplicate, or went on to another entity.
   * @throws BrokerError when the queue is full, or the message has no session and needs one.
   */
  publish(content: MessageContent, hops: number, deadLetterSource?: string): number {
    if (this.settings.requiresSession) requireSessionId(content);
    if (this.settings.requiresDuplicateDetection) {
      const { duplicateWindowMs } = this.settings;
      if (this.#history.isDuplicate(content.messageId, this.host.clock.now(), duplicateWindowMs)) return 0;
    }
    return this.mailbox.accept(content, { deadLetterSource }, hops);
  }

  /** @throws BrokerError when one is not there. */
  cancelScheduled(sequences: readonly number[]): void {
    this.mailbox.main.cancelScheduled(sequences);
  }
}
