import { invalidField } from "../broker-error.ts";
import type { Settlement } from "../entities/settlement.ts";
import { toNumber } from "../wire/amqp-values.ts";
import { uuidBytes } from "../wire/lock-token.ts";
import { editsOf } from "../wire/outcome.ts";
import {
  numbersAt,
  queueOf,
  requireText,
  textAt,
  tokensOf,
  type ManagementCall,
  type ManagementOperation,
} from "./management-call.ts";

const TIMESTAMP = 0x83;

/** Shows messages without taking them. */
export const peekMessages: ManagementOperation = (call) => {
  const { body, endpoint } = call;
  const from = toNumber(body["from-sequence-number"] ?? 0);
  const found = queueOf(call).peek(from, toNumber(body["message-count"] ?? 1), textAt(body, "session-id"));
  if (found.length === 0) return undefined;
  return { messages: found.map((message) => ({ message: endpoint.codec.encodeDelivery(message, undefined) })) };
};

/** Gives locks their whole duration again. */
export const renewLocks: ManagementOperation = (call) => {
  const queue = queueOf(call);
  const expirations = tokensOf(call.body).map((token) => queue.renew(token));
  return { expirations: call.endpoint.amqp.types.wrap_array(expirations, TIMESTAMP, undefined) };
};

/** Hands out messages that were set aside. */
export const receiveDeferred: ManagementOperation = (call) => {
  const { body, endpoint } = call;
  const { types } = endpoint.amqp;
  const mode = toNumber(body["receiver-settle-mode"] ?? 1) === 0 ? "receiveAndDelete" : "peekLock";
  const found = queueOf(call).receiveDeferred(numbersAt(body, "sequence-numbers"), mode, textAt(body, "session-id"));
  return {
    messages: found.map(({ message, lock }) => ({
      message: endpoint.codec.encodeDelivery(message, lock),
      ...(lock !== undefined && { "lock-token": types.wrap_uuid(uuidBytes(lock.token)) }),
    })),
  };
};

/** Settles messages whose link is gone, or that came by number. */
export const updateDisposition: ManagementOperation = (call) => {
  const queue = queueOf(call);
  const settlement = settlementIn(call.body);
  const tokens = tokensOf(call.body);
  for (const token of tokens) queue.requireLock(token);
  for (const token of tokens) queue.settle(token, settlement);
  return {};
};

function settlementIn(body: ManagementCall["body"]): Settlement {
  const edits = editsOf(body["properties-to-modify"] as Record<string, unknown> | undefined);
  const status = requireText(body, "disposition-status");
  switch (status) {
    case "completed":
      return { kind: "complete" };
    case "abandoned":
      return { kind: "abandon", edits };
    // The service and its clients spell it so.
    case "defered":
      return { kind: "defer", edits };
    case "suspended":
      return {
        kind: "deadLetter",
        reason: textAt(body, "deadletter-reason"),
        description: textAt(body, "deadletter-description"),
        edits,
      };
    default:
      throw invalidField(`The disposition '${status}' is not known.`);
  }
}
