import type { Delivery, EventContext, Receiver, Sender } from "rhea";
import { settleDelivery, type AmqpLibrary } from "./amqp-library.ts";
import type { ClientConnection } from "./client-connection.ts";

/** A request that a client sent as a message. */
export interface AmqpRequest {
  readonly messageId: unknown;
  readonly replyTo: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly body: unknown;
}

/** Takes requests from a link: each is accepted at once, and answered by a message of its own. */
export function onRequests(
  connection: ClientConnection,
  receiver: Receiver,
  handle: (request: AmqpRequest) => Promise<void>,
): void {
  const { amqp } = connection.endpoint;
  receiver.on("message", ({ message, delivery }: EventContext) => {
    accept(amqp, delivery!);
    const decoded = amqp.message.decode(message as unknown as Buffer);
    void handle({
      messageId: decoded["message_id"],
      replyTo: String(decoded["reply_to"] ?? ""),
      properties: (decoded["application_properties"] as Record<string, unknown> | undefined) ?? {},
      body: decoded["body"],
    });
  });
}

/** Sends an answer, if the link for it is still there. */
export function reply(
  connection: ClientConnection,
  request: AmqpRequest,
  answer: { readonly properties: Record<string, unknown>; readonly body?: unknown },
): void {
  const sender: Sender | undefined = connection.replies.get(request.replyTo);
  if (sender === undefined || !sender.is_open()) return;
  const delivery = sender.send({
    correlation_id: request.messageId,
    application_properties: answer.properties,
    body: answer.body ?? null,
  } as unknown as Parameters<Sender["send"]>[0]);
  settleDelivery(delivery, undefined);
}

function accept({ message }: AmqpLibrary, delivery: Delivery): void {
  delivery.update(true, message.accepted().described());
}
