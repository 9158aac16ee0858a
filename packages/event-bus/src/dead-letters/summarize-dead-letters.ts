import type { DeadLetter } from "./dead-letter.ts";

/** Dead letters in numbers. */
export interface DeadLetterSummary {
  readonly total: number;
  readonly byReason: Readonly<Record<string, number>>;
  /** By type of event; `malformed` for those that hold none. */
  readonly byEventType: Readonly<Record<string, number>>;
  readonly oldest: Date | undefined;
}

/** Counts dead letters. */
export async function summarizeDeadLetters(letters: AsyncIterable<DeadLetter>): Promise<DeadLetterSummary> {
  const byReason = new Map<string, number>();
  const byEventType = new Map<string, number>();
  let total = 0;
  let oldest: Date | undefined;
  for await (const { reason, event, enqueuedAt } of letters) {
    total += 1;
    byReason.set(reason, (byReason.get(reason) ?? 0) + 1);
    const type =
      event === undefined ? "malformed" : event.eventType === "unknown" ? event.originalType : event.eventType;
    byEventType.set(type, (byEventType.get(type) ?? 0) + 1);
    if (enqueuedAt !== undefined && (oldest === undefined || enqueuedAt < oldest)) oldest = enqueuedAt;
  }
  return { total, byReason: Object.fromEntries(byReason), byEventType: Object.fromEntries(byEventType), oldest };
}
