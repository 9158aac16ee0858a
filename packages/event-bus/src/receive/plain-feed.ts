import type { ServiceBusClient, ServiceBusReceiver } from "@azure/service-bus";
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

/** Starts a stream of messages in any order, as many at once as may be handled. */
export function startPlainFeed({ client, options, take, failed }: FeedParts): MessageFeed {
  const { source, concurrency, maxLockRenewalMs } = options;
  const receiver = createReceiver(client, source, { maxAutoLockRenewalDurationInMs: maxLockRenewalMs });
  let completing = 0;
  const subscription = receiver.subscribe(
    {
      processMessage: async (message) => {
        const { verdict, fate } = take(message, receiver);
        const { settlement } = await verdict;
        // The next message may come while this one is being completed, as it does when the client completes by itself.
        if (settlement.do !== "complete" || completing >= concurrency) return void (await fate);
        completing += 1;
        void fate.then(() => (completing -= 1));
      },
      processError: async ({ error }) => failed(error),
    },
    { autoCompleteMessages: false, maxConcurrentCalls: concurrency },
  );
  return { settler: receiver, stop: () => subscription.close(), close: () => receiver.close() };
}
