import { ServiceBusClient } from "@azure/service-bus";
import { CONCURRENCY, publishAll, receiveAll, SUBSCRIPTION, TOPIC } from "./workload.mjs";

/** The official client alone; what it sends is what azlin sends, as far as a subscriber can filter by it. */
export function openBare(connectionString) {
  const client = new ServiceBusClient(connectionString);
  const sender = client.createSender(TOPIC);
  return {
    publish: () => publishAll((events) => sender.sendMessages(events.map(toMessage))),
    receive: () => receiveAll((saw, failed) => subscribe(client, saw, failed)),
    close: () => client.close(),
  };
}

function toMessage(event) {
  const { event_id, event_type, run_id, scenario_name } = event;
  return {
    messageId: event_id,
    body: event,
    contentType: "application/json",
    subject: event_type,
    sessionId: run_id,
    applicationProperties: { event_type, run_id, scenario_name },
  };
}

async function subscribe(client, saw, failed) {
  const receiver = client.createReceiver(TOPIC, SUBSCRIPTION);
  receiver.subscribe(
    { processMessage: async () => saw(), processError: async ({ error }) => failed(error) },
    { maxConcurrentCalls: CONCURRENCY },
  );
  return () => receiver.close();
}
