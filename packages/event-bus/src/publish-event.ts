import { EventBusClient, type PublishableEvent } from "./event-bus-client.ts";
import type { EventBusOptions } from "./publish/publish-options.ts";

/**
 * Publishes one event over a connection of its own. For more than a few, keep an {@link EventBusClient}.
 *
 * @throws as {@link EventBusClient.publishEvent}.
 */
export async function publishEvent(bus: EventBusOptions, event: PublishableEvent): Promise<void> {
  const client = new EventBusClient(bus);
  try {
    await client.publishEvent(event);
  } finally {
    await client.close();
  }
}
