import type { Clock, Random } from "@azlin/core";
import type { MessageContent } from "./message-content.ts";
import type { Recorder } from "./recorder.ts";

/** A message on its way from one entity to another. */
export interface Transfer {
  /** Path of the queue that it comes from. */
  readonly from: string;
  /** Name of the queue or topic that it goes to. */
  readonly to: string;
  readonly content: MessageContent;
  /** Entity in which it was dead-lettered, when that is why it moves. */
  readonly deadLetterSource?: string;
  /** How often it was forwarded before. */
  readonly hops: number;
}

/** What queues and topics need from the namespace that they lie in. */
export interface QueueHost {
  readonly clock: Clock;
  readonly random: Random;
  readonly recorder: Recorder;
  /**
   * Passes a message on to another entity.
   *
   * @throws BrokerError when that does not take it.
   */
  transfer(transfer: Transfer): void;
}
