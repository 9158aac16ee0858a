import type { ServiceBusClient, ServiceBusReceiver } from "@azure/service-bus";
import { FetchAhead } from "./fetch-ahead.ts";
import type { FeedParts, MessageFeed } from "./message-feed.ts";
import type { EventSource } from "./processor-options.ts";

/** A receiver of the source, without sessions. */
export function createReceiver(
  client: ServiceBusClient,
  { topicName, subscriptionName }: EventSource,
  options: Parameters<ServiceBusClient["createReceiver"]>[2] = {},
): ServiceBusReceiver {
  if (subscriptionName === undefined) return client.createReceiver(topicName, options);
  return client.createReceiver(topicName, subscriptionName, options);
}

/**
 * The client takes a message with a session id for one of a session, whose lock would be lost with its link, and settles it
 * over no other one. Here there are no sessions.
 */
function forgetSession(message: { sessionId?: string | undefined }): void {
  message.sessionId = undefined;
}

/** Starts a stream of messages in any order, some more at once than may be handled. */
export function startPlainFeed({ client, options, take, failed }: FeedParts): MessageFeed {
  const { source, concurrency, prefetch, clock } = options;
  // Locks are kept by whoever takes the messages, and no property that is a time is looked at: both would cost much here.
  const receiver = createReceiver(client, source, { maxAutoLockRenewalDurationInMs: 0, skipConvertingDate: true });
  const ahead = new FetchAhead(prefetch);
  let completing = 0;
  const subscription = receiver.subscribe(
    {
      // The client fetches another message when this ends.
      processMessage: async (message) => {
        const sinceMs = clock.now();
        forgetSession(message);
        const { verdict, fate } = take(message, receiver);
        const { settlement } = await verdict;
        const more = ahead.done(clock.now() - sinceMs);
        if (more !== undefined) await more;
        // The next message may come while this one is being completed, as it does when the client completes by itself.
        if (settlement.do !== "complete" || completing >= concurrency) return void (await fate);
        completing += 1;
        void fate.then(() => (completing -= 1));
      },
      processError: async ({ error }) => failed(error),
    },
    { autoCompleteMessages: false, maxConcurrentCalls: concurrency + prefetch },
  );
  return {
    settler: receiver,
    renewLock: (message) => receiver.renewMessageLock(message),
    stop: () => subscription.close(),
    close: () => receiver.close(),
  };
}
