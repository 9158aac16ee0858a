import type { ServiceBusReceivedMessage, ServiceBusSessionReceiver } from "@azure/service-bus";
import { withDeadline } from "@azlin/core";
import { unwrapError } from "../connection/unwrap-error.ts";
import type { FeedParts, MessageFeed } from "./message-feed.ts";

/** Messages that are fetched at once from a session; those that are not reached go back without counting as delivered. */
const PREFETCH = 16;

/** Milliseconds for an answer, on top of what is asked to wait. */
const PATIENCE_MS = 10_000;

/** What is said when no session is free: no failure. */
const NO_SESSION_CODES = new Set(["ServiceTimeout", "SessionCannotBeLocked"]);

/** Starts a stream of messages in order of their sessions, several sessions at once, one message of each. */
export function startSessionFeed(parts: FeedParts): MessageFeed {
  const stopping = new AbortController();
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
      try {
        await drainSession(session, parts, stopping);
      } finally {
        await closeQuietly(session);
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

function acceptSession({ client, options }: FeedParts, abortSignal: AbortSignal): Promise<ServiceBusSessionReceiver> {
  const { source, maxLockRenewalMs } = options;
  const { topicName, subscriptionName } = source;
  const how = { maxAutoLockRenewalDurationInMs: maxLockRenewalMs, abortSignal };
  if (subscriptionName === undefined) return client.acceptNextSession(topicName, how);
  return client.acceptNextSession(topicName, subscriptionName, how);
}

/** Takes the messages of a session until there is none for a while, or one has to come again: nothing overtakes it. */
async function drainSession(
  session: ServiceBusSessionReceiver,
  parts: FeedParts,
  stopping: AbortSignal,
): Promise<void> {
  while (!stopping.aborted) {
    const messages = await receive(session, parts, stopping);
    if (messages.length === 0) return;
    for (const message of messages) {
      if (stopping.aborted || (await parts.take(message, session)) === "comes-again") return;
    }
  }
}

function receive(
  session: ServiceBusSessionReceiver,
  { options: { sessionIdleMs, clock } }: FeedParts,
  signal: AbortSignal,
): Promise<readonly ServiceBusReceivedMessage[]> {
  const options = { timeoutMs: sessionIdleMs + PATIENCE_MS, clock, signal };
  return withDeadline("receiving from a session", options, (abortSignal) =>
    session.receiveMessages(PREFETCH, { maxWaitTimeInMs: sessionIdleMs, abortSignal }),
  );
}

async function closeQuietly(session: ServiceBusSessionReceiver): Promise<void> {
  // A session whose lock is lost is closed already, and says so.
  await session.close().catch(() => {});
}
