import {
  ServiceBusClient,
  type ServiceBusMessage,
  type ServiceBusReceivedMessage,
  type ServiceBusSessionReceiver,
} from "@azure/service-bus";
import { onTestFinished } from "vitest";
import { SUBSCRIPTION, TOPIC, type BusWorld } from "./bus-world.ts";

/** Sends messages as somebody else's program would, past everything of ours. */
export async function sendRaw(world: BusWorld, ...messages: readonly ServiceBusMessage[]): Promise<void> {
  const client = rawClient(world);
  await client.createSender(TOPIC).sendMessages([...messages]);
}

/** Messages that wait, as somebody else's program sees them. */
export function peekRaw(world: BusWorld): Promise<readonly ServiceBusReceivedMessage[]> {
  return rawClient(world).createReceiver(TOPIC, SUBSCRIPTION).peekMessages(100);
}

/** The official client, for the world's broker. */
export function rawClient({ connection }: BusWorld): ServiceBusClient {
  const { connectionString, webSocket } = connection;
  const client = new ServiceBusClient(
    connectionString!,
    webSocket && { webSocketOptions: { webSocket: webSocket as never } },
  );
  onTestFinished(() => client.close());
  return client;
}

/** Does something with a session, as somebody else's program that has it for a moment. */
export async function withSession<T>(
  world: BusWorld,
  sessionId: string,
  work: (session: ServiceBusSessionReceiver) => Promise<T>,
): Promise<T> {
  const session = await rawClient(world).acceptSession(TOPIC, SUBSCRIPTION, sessionId);
  try {
    return await work(session);
  } finally {
    await session.close();
  }
}
