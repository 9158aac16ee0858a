import type { ServiceBusReceivedMessage, ServiceBusReceiver } from "@azure/service-bus";

/** Messages that were received, and on which nothing is settled yet. */
export class HeldMessages {
  readonly #messages = new Map<string, ServiceBusReceivedMessage>();

  /**
   * Notes messages that have come.
   *
   * @returns those that are new: a message whose lock has ended comes again, with another lock.
   */
  add(messages: readonly ServiceBusReceivedMessage[]): readonly ServiceBusReceivedMessage[] {
    const fresh = messages.filter((message) => !this.#messages.has(keyOf(message)));
    for (const message of messages) this.#messages.set(keyOf(message), message);
    return fresh;
  }

  /** Notes that a message is settled. */
  remove(message: ServiceBusReceivedMessage): void {
    this.#messages.delete(keyOf(message));
  }

  /** Ends the locks now. What cannot be given back comes back by itself, when its lock ends. */
  async giveBack(receiver: ServiceBusReceiver): Promise<void> {
    await Promise.allSettled(Array.from(this.#messages.values(), (message) => receiver.abandonMessage(message)));
    this.#messages.clear();
  }
}

function keyOf({ sequenceNumber }: ServiceBusReceivedMessage): string {
  return String(sequenceNumber);
}
