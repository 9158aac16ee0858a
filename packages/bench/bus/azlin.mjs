import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { EventBusClient, FileOutbox } from "@azlin/event-bus";
import { CONCURRENCY, publishAll, receiveAll, SUBSCRIPTION, TOPIC } from "./workload.mjs";

/** `@azlin/event-bus`, with an outbox in a file or without. Publishing counts until everything is in Service Bus. */
export async function openAzlin(connectionString, { hasOutbox = false } = {}) {
  const directory = await mkdtemp(path.join(tmpdir(), "azlin-bench-bus-"));
  const outbox = hasOutbox ? await FileOutbox.open(directory) : undefined;
  const client = new EventBusClient({ connectionString, topicName: TOPIC, ...(outbox && { outbox }) });
  return {
    publish: () =>
      publishAll(
        async (events) => {
          const { failed } = await client.publishEvents(events);
          if (failed.length > 0) throw failed[0].error;
        },
        () => client.flush(),
      ),
    receive: () => receiveAll((saw, failed) => subscribe(client, saw, failed)),
    close: async () => {
      await client.close();
      await rm(directory, { recursive: true });
    },
  };
}

async function subscribe(client, saw, failed) {
  const options = { concurrency: CONCURRENCY, onProblem: failed };
  const processor = await client.subscribe(SUBSCRIPTION, () => saw(), options);
  return () => processor.stop();
}
