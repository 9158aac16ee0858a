import { withDeadline, type Clock } from "@azlin/core";

/** What the watchdog finds out about a receiver. */
export interface Watched {
  /** Milliseconds since the epoch at which a message last came, or the receiver was made. */
  readonly lastMessageMs: () => number;
  /** Whether another message could be taken. */
  readonly isFree: () => boolean;
  /** Asks Service Bus, over the receiver's own connection, whether a message waits. */
  readonly hasBacklog: () => Promise<boolean>;
}

/** Why a receiver was made anew. */
export interface Rebuild {
  /** `silent`: Service Bus did not answer; `stalled`: messages wait, and none comes. */
  readonly reason: "silent" | "stalled";
  /** Milliseconds since the last message, or since it was made. */
  readonly idleMs: number;
}

/** How patient the watchdog is. Milliseconds. */
export interface WatchdogOptions {
  readonly watchIntervalMs: number;
  readonly stalledAfterMs: number;
  readonly clock: Clock;
}

/** Longest that a stall is answered with rebuilds farther and farther apart: others may hold what waits. */
const MOST_PATIENCE = 16;

/**
 * Looks after a receiver until `signal` aborts, and has it made anew when it is dead: the client itself notices after two
 * minutes, or never.
 */
export async function watch(
  watched: Watched,
  options: WatchdogOptions,
  { signal, rebuild }: { readonly signal: AbortSignal; readonly rebuild: (why: Rebuild) => Promise<void> },
): Promise<void> {
  const { watchIntervalMs, clock } = options;
  const state = { patience: 1, lastSeenMs: watched.lastMessageMs() };
  while (!signal.aborted) {
    await clock.delay(watchIntervalMs, { signal }).catch(() => {});
    const why = await diagnose(watched, state, { ...options, signal });
    if (why === undefined || signal.aborted) continue;
    await rebuild(why);
    state.lastSeenMs = watched.lastMessageMs();
  }
}

/** What is wrong with the receiver; `undefined` when nothing is. */
async function diagnose(
  watched: Watched,
  state: { patience: number; readonly lastSeenMs: number },
  options: WatchdogOptions & { readonly signal: AbortSignal },
): Promise<Rebuild | undefined> {
  const { clock, watchIntervalMs, stalledAfterMs, signal } = options;
  const lastMessageMs = watched.lastMessageMs();
  const idleMs = clock.now() - lastMessageMs;
  if (lastMessageMs !== state.lastSeenMs) state.patience = 1;
  if (signal.aborted || idleMs < watchIntervalMs) return undefined;
  const found = await probe(watched, { timeoutMs: watchIntervalMs, clock, signal });
  if (found === "silent") return { reason: "silent", idleMs };
  if (found === "empty" || !watched.isFree() || idleMs < stalledAfterMs * state.patience) return undefined;
  state.patience = Math.min(MOST_PATIENCE, state.patience * 2);
  return { reason: "stalled", idleMs };
}

async function probe(
  { hasBacklog }: Watched,
  options: { readonly timeoutMs: number; readonly clock: Clock; readonly signal: AbortSignal },
): Promise<"silent" | "waits" | "empty"> {
  try {
    return (await withDeadline("looking for messages", options, hasBacklog)) ? "waits" : "empty";
  } catch {
    return "silent";
  }
}
