import type { MessageContent } from "../../../src/broker/entities/message-content.ts";

/** A message without AMQP: its id is all there is to it. */
export function plainContent(messageId: string, more: Partial<MessageContent> = {}): MessageContent {
  const content: MessageContent = {
    messageId,
    sessionId: undefined,
    timeToLiveMs: undefined,
    scheduledAtMs: undefined,
    sizeBytes: 1,
    fields: () => ({ messageId, applicationProperties: {} }),
    with: () => content,
    toBytes: () => Buffer.from(messageId),
    ...more,
  };
  return content;
}
