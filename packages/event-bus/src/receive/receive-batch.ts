import { withDeadline, type Clock, type OperationOptions } from "@azlin/core";
import type { ServiceBusReceivedMessage, ServiceBusReceiver } from "@azure/service-bus";

/** What is to be received. */
export interface ReceiveWishes extends OperationOptions {
  /** Most messages. */
  readonly count: number;
  /** Milliseconds to wait for the first. */
  readonly waitMs: number;
  /** What is done, for the message of a time-out: `receiving from a session`. */
  readonly doing: string;
  readonly clock?: Clock;
}

/**
 * Receives what is there. The client is given no signal: on an abort it closes its link and does not listen for how that
 * ends, so that an error of the broker's would end the process. Whoever aborts closes the receiver.
 *
 * @throws what the client throws; DeadlineError (`TIMED_OUT`); the signal's reason.
 */
export function receiveBatch(
  receiver: Pick<ServiceBusReceiver, "receiveMessages">,
  { count, waitMs, doing, ...options }: ReceiveWishes,
): Promise<readonly ServiceBusReceivedMessage[]> {
  return withDeadline(doing, options, () => receiver.receiveMessages(count, { maxWaitTimeInMs: waitMs }));
}
