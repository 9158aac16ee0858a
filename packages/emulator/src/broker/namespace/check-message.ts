import { messageSizeExceeded, notAllowed } from "../broker-error.ts";
import type { MessageContent } from "../entities/message-content.ts";

/** @throws BrokerError when the message names no session. */
export function requireSessionId(content: MessageContent): void {
  if (content.sessionId !== undefined) return;
  throw notAllowed(
    "The SessionId was not set on a message, and it cannot be sent to the entity. Entities that have session support " +
      "enabled can only receive messages that have the SessionId set to a valid value.",
  );
}

/** @throws BrokerError when the message is larger than that. */
export function requireSize(content: MessageContent, maxBytes: number): void {
  if (content.sizeBytes > maxBytes) throw messageSizeExceeded(content.sizeBytes, maxBytes);
}
