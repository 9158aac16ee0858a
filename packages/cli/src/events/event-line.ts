import type { AgentEvent, DeadLetter, WaitingEvent } from "@azlin/event-bus";
import type { Cell } from "../render/report.ts";
import { safeText } from "../render/safe-text.ts";

/** Characters of an event's content in a line. */
const DETAIL_LENGTH = 200;

/** Headings of {@link waitingRow}. */
export const WAITING_COLUMNS = ["ENQUEUED", "TYPE", "RUN", "DETAIL"];

/** Headings of {@link deadLetterRow}. */
export const DEAD_LETTER_COLUMNS = ["NUMBER", "ENQUEUED", "REASON", "TYPE", "RUN", "REPLAYS", "DESCRIPTION"];

/** Columns of an event that waits. */
export function waitingRow({ enqueuedAt, event, body, sessionId }: WaitingEvent): Cell[] {
  return [timeOf(enqueuedAt), typeOf(event), event?.runId ?? sessionId ?? null, detailOf(event, body)];
}

/** An event that waits, as a line for a terminal. */
export function waitingLine(waiting: WaitingEvent): string {
  return waitingRow(waiting)
    .map((cell) => safeText(String(cell ?? "-")))
    .join("  ");
}

/** Columns of a dead letter. */
export function deadLetterRow(letter: DeadLetter): Cell[] {
  const { sequenceNumber, enqueuedAt, reason, event, sessionId, replays, description } = letter;
  const run = event?.runId ?? sessionId ?? null;
  return [sequenceNumber, timeOf(enqueuedAt), reason, typeOf(event), run, replays, description];
}

/** A message for programs: all that is known of it, `null` for what is not; a body that is no JSON in Base64. */
export function messageJson({ body, enqueuedAt, sessionId, event, ...rest }: WaitingEvent | DeadLetter): object {
  return {
    ...rest,
    enqueuedAt: timeOf(enqueuedAt),
    sessionId: sessionId ?? null,
    event: event ?? null,
    body: body instanceof Uint8Array ? { base64: Buffer.from(body).toString("base64") } : (body ?? null),
  };
}

/** Type of an event as the wire spells it; `malformed` when there is none. */
export function typeOf(event: AgentEvent | undefined): string {
  if (event === undefined) return "malformed";
  return event.eventType === "unknown" ? event.originalType : event.eventType;
}

function timeOf(date: Date | undefined): string | null {
  return date?.toISOString() ?? null;
}

function detailOf(event: AgentEvent | undefined, body: unknown): string {
  if (body instanceof Uint8Array) return `${body.length} bytes that are no JSON`;
  const known = event !== undefined && event.eventType !== "unknown" ? (event.message ?? event.resourceId) : undefined;
  return (known ?? JSON.stringify(body ?? null)).slice(0, DETAIL_LENGTH);
}
