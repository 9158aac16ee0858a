import { parseRetryAfter, type HeaderGetter } from "@azlin/core";

/** The longest wait between two polls that nobody asked for, in milliseconds. */
const LONGEST_MS = 5_000;
const GROWTH = 1.5;

/**
 * Milliseconds to wait before a poll: longer each time, so that many deletions under way do not use up the reads that Azure
 * allows, and never shorter than Azure asked for. Pure.
 *
 * @param poll - how many polls have been made.
 * @param askedMs - what Azure asked for in its last answer.
 */
export function pollWait(poll: number, firstMs: number, askedMs = 0): number {
  const ownMs = Math.min(Math.max(LONGEST_MS, firstMs), firstMs * GROWTH ** Math.min(poll, 30));
  return Math.round(Math.max(askedMs, ownMs));
}

/** What an answer asks to wait, in milliseconds; 0 when it does not. */
export function askedWait(get: HeaderGetter, nowMs: number): number {
  return parseRetryAfter(get, nowMs) ?? 0;
}
