import type { MessageLock } from "./lock-table.ts";
import type { QueueBehaviour } from "./queue-behaviour.ts";
import type { QueueHost } from "./queue-host.ts";
import type { DeadLetterReason } from "./settlement.ts";
import type { StoredMessage } from "./stored-message.ts";

/** Parts of a queue that its owner brings. */
export interface MessageQueueParts {
  readonly path: string;
  readonly host: QueueHost;
  readonly requiresSession: boolean;
  readonly behaviour: () => QueueBehaviour;
  /** Takes a message that is to be dead-lettered; what it throws leaves the message where it is. */
  readonly deadLetter: (message: StoredMessage, reason: DeadLetterReason) => void;
}

/** A message that was handed to a receiver; without a lock when it was received and deleted. */
export interface Delivered {
  readonly message: StoredMessage;
  readonly lock: MessageLock | undefined;
}
