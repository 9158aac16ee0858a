import type { ServiceBusReceivedMessage, ServiceBusSessionReceiver } from "@azure/service-bus";
import { withDeadline, type Clock } from "@azlin/core";
import { setMaxListeners } from "node:events";
import { unwrapError } from "../connection/unwrap-error.ts";
import type { FeedParts, MessageFeed } from "./message-feed.ts";
import type { MessageFate } from "./message-work.ts";
import { receiveBatch } from "./receive-batch.ts";
import { SessionGaps } from "./session-gaps.ts";

/** Messages that are fetched at once from a session; those that are not reached go back without counting as delivered. */
const PREFETCH = 16;

/** Messages of one session after which others have their turn: a busy run would keep its place for ever. */
const MOST_OF_A_TURN = 256;

/** Milliseconds between looks at whether a session is lost. */
const LOOK_EVERY_MS = 250;

/** Milliseconds for an answer, on top of what is asked to wait. */
const PATIENCE_MS = 10_000;

/** Milliseconds for leaving a word to who has the session next. */
const LEAVE_MS = 2_000;

/** What is said when no session is free: no failure. */
const NO_SESSION_CODES = new Set(["ServiceTimeout", "SessionCannotBeLocked"]);

/** Starts a stream of messages in order of their sessions, several sessions at once, one message of each. */
export function startSessionFeed(parts: FeedParts): MessageFeed {
  const stopping = new AbortController();
  // Each session that is waited for listens.
  setMaxListeners(0, stopping.signal);
  const loops: Promise<void>[] = [];
  while (loops.length < parts.options.concurrency) loops.push(acceptSessions(parts, stopping.signal));
  return {
    settler: undefined,
    stop: async () => stopping.abort(),
    close: async () => {
      await Promise.all(loops);
    },
  };
}

async function acceptSessions(parts: FeedParts, stopping: AbortSignal): Promise<void> {
  const { options, failed } = parts;
  while (!stopping.aborted) {
    try {
      const session = await acceptSession(parts, stopping);
      const gaps = new SessionGaps(session);
      const over = new AbortController();
      const ended = untilEnded(session, options.clock, over.signal);
      try {
        await drainSession(session, { ...parts, gaps, ended }, stopping);
      } finally {
        over.abort();
        await leaveQuietly(session, gaps, options.clock);
      }
    } catch (error) {
      if (stopping.aborted) return;
      const { code } = unwrapError(error) as { readonly code?: string };
      if (NO_SESSION_CODES.has(code ?? "")) continue;
      failed(error);
      await options.clock.delay(options.retryDelayMs, { signal: stopping }).catch(() => {});
    }
  }
}

/** Waits for a session that is free, not longer than until the end: the client itself heeds no signal while it waits. */
function acceptSession({ client, options }: FeedParts, stopping: AbortSignal): Promise<ServiceBusSessionReceiver> {
  const { source, maxLockRenewalMs, clock } = options;
  const { topicName, subscriptionName } = source;
  const how = { maxAutoLockRenewalDurationInMs: maxLockRenewalMs };
  return withDeadline("waiting for a session", { signal: stopping, clock }, () =>
    subscriptionName === undefined
      ? client.acceptNextSession(topicName, how)
      : client.acceptNextSession(topicName, subscriptionName, how),
  );
}

/**
 * Takes the messages of a session until there is none for a while, others have waited long enough, or one has to come again:
 * nothing overtakes it.
 */
async function drainSession(
  session: ServiceBusSessionReceiver,
  { gaps, ended, ...parts }: FeedParts & { readonly gaps: SessionGaps; readonly ended: Promise<MessageFate> },
  stopping: AbortSignal,
): Promise<void> {
  for (let taken = 0; taken < MOST_OF_A_TURN && !stopping.aborted;) {
    const messages = await receive(session, parts, stopping);
    taken += messages.length;
    if (messages.length === 0) return;
    if ((await Promise.race([gaps.begin(), ended])) === "comes-again") return;
    for (const message of messages) {
      if (stopping.aborted) return;
      const gap = gaps.note(message);
      if (gap !== undefined) parts.missed(gap);
      // Whoever settles in a session that is over would wait in vain for as long as the client is patient.
      if ((await Promise.race([parts.take(message, session).fate, ended])) === "comes-again") return;
    }
  }
}

/** Resolves when the session is lost: the client tells nobody. */
async function untilEnded(session: ServiceBusSessionReceiver, clock: Clock, over: AbortSignal): Promise<MessageFate> {
  while (!session.isClosed && !over.aborted) await clock.delay(LOOK_EVERY_MS, { signal: over }).catch(() => {});
  return "comes-again";
}

function receive(
  session: ServiceBusSessionReceiver,
  { options: { sessionIdleMs, clock } }: FeedParts,
  signal: AbortSignal,
): Promise<readonly ServiceBusReceivedMessage[]> {
  const patience = { timeoutMs: sessionIdleMs + PATIENCE_MS, clock, signal };
  return receiveBatch(session, {
    count: PREFETCH,
    waitMs: sessionIdleMs,
    doing: "receiving from a session",
    ...patience,
  });
}

async function leaveQuietly(session: ServiceBusSessionReceiver, gaps: SessionGaps, clock: Clock): Promise<void> {
  const leave = (): Promise<void> => gaps.end();
  if (!session.isClosed) {
    await withDeadline("leaving a session", { timeoutMs: LEAVE_MS, clock }, leave).catch(() => {});
  }
  // A session whose lock is lost is closed already, and says so.
  await session.close().catch(() => {});
}
