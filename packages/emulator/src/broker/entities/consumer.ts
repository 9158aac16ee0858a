import type { BrokerError } from "../broker-error.ts";
import type { MessageLock } from "./lock-table.ts";
import type { StoredMessage } from "./stored-message.ts";

/** How messages are received: locked until they are settled, or gone with their delivery. */
export type ReceiveMode = "peekLock" | "receiveAndDelete";

/** A receiver of messages, as a queue sees it. */
export interface Consumer {
  readonly mode: ReceiveMode;
  /** How many messages it takes now. */
  credit(): number;
  /** Hands it a message; `lock` is absent when it is received and deleted. */
  deliver(message: StoredMessage, lock: MessageLock | undefined): void;
  /** What it received from is no longer there for it: the lock of its session, or the entity. */
  detach(reason: BrokerError): void;
}
