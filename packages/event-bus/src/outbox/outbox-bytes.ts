import type { EventMessage } from "../envelope/event-message.ts";
import type { OutboxRecord } from "./outbox-record.ts";

/** What a message takes besides its body, and what the number of one takes. */
const ENVELOPE_BYTES = 512;
const NUMBER_BYTES = 8;

/** About what a message takes in the outbox: to count exactly would take as long as to write. */
export function messageBytes({ body }: EventMessage): number {
  return body.length + ENVELOPE_BYTES;
}

/** About what a record takes. */
export function recordBytes(record: OutboxRecord): number {
  if ("sent" in record) return NUMBER_BYTES * record.sent.length;
  return record.put.reduce((bytes, { message }) => bytes + messageBytes(message), 0);
}
