import type { Cell } from "../render/report.ts";

/** Messages in numbers. */
export interface MessageCount {
  readonly total: number;
  /** Whether all were counted; else there are more. */
  readonly isComplete: boolean;
  readonly by: Readonly<Record<string, number>>;
  /** When the oldest came, ISO 8601 in UTC; `null` when there is none. */
  readonly oldest: string | null;
}

/** Counts messages by a kind, at most `max` of them. */
export async function countMessages<T extends { readonly enqueuedAt: Date | undefined }>(
  messages: AsyncIterable<T>,
  max: number,
  kindOf: (message: T) => string,
): Promise<MessageCount> {
  const by = new Map<string, number>();
  let total = 0;
  let oldest: Date | undefined;
  let isComplete = true;
  for await (const message of messages) {
    isComplete = total < max;
    if (!isComplete) break;
    total += 1;
    by.set(kindOf(message), (by.get(kindOf(message)) ?? 0) + 1);
    if (oldest === undefined || (message.enqueuedAt !== undefined && message.enqueuedAt < oldest)) {
      oldest = message.enqueuedAt;
    }
  }
  return { total, isComplete, by: Object.fromEntries(by), oldest: oldest?.toISOString() ?? null };
}

/** Rows of a count: the whole, then each kind. */
export function countRows(what: string, { total, isComplete, by, oldest }: MessageCount): Cell[][] {
  const kinds = Object.entries(by).map(([kind, count]) => [what, kind, count, null]);
  return [[what, "all", isComplete ? total : `more than ${total}`, oldest], ...kinds];
}
