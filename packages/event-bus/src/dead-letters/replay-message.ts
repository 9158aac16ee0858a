import type { ServiceBusMessage, ServiceBusReceivedMessage } from "@azure/service-bus";
import { eventIdOfMessage } from "../envelope/decode-event.ts";
import { PROPERTIES } from "../envelope/event-message.ts";

/** Longest that Service Bus takes an id. */
const MOST_CHARACTERS = 128;

/**
 * A message that brings a dead letter back. It has an id of its own, as a topic that finds duplicates would drop it else; the
 * event's id goes with it, so that who has done the event does not do it again.
 *
 * @param subscriptionName - the only subscription it is for: the others have had it.
 */
export function replayMessage(
  letter: ServiceBusReceivedMessage,
  subscriptionName: string | undefined,
): ServiceBusMessage {
  const {
    DeadLetterReason: _reason,
    DeadLetterErrorDescription: _description,
    ...own
  } = letter.applicationProperties ?? {};
  const replays = Number(own[PROPERTIES.replays] ?? 0) + 1;
  const eventId = eventIdOfMessage(letter);
  const suffix = `/replay-${replays}`;
  return {
    body: letter.body as unknown,
    messageId: eventId.slice(0, MOST_CHARACTERS - suffix.length) + suffix,
    ...(letter.contentType !== undefined && { contentType: letter.contentType }),
    ...(letter.subject !== undefined && { subject: letter.subject }),
    ...(letter.sessionId !== undefined && { sessionId: letter.sessionId }),
    ...(letter.partitionKey !== undefined && letter.sessionId === undefined && { partitionKey: letter.partitionKey }),
    applicationProperties: {
      ...own,
      [PROPERTIES.eventId]: eventId,
      [PROPERTIES.replays]: replays,
      ...(subscriptionName !== undefined && { [PROPERTIES.replayFor]: subscriptionName }),
    },
  };
}
