import type { AbortOptions } from "@azlin/core";
import type { ServiceBusClient, ServiceBusReceivedMessage, ServiceBusReceiver } from "@azure/service-bus";
import { connectBus, type BusConnectionOptions } from "../connection/bus-connection.ts";
import { toBusError } from "../connection/bus-error.ts";
import { createReceiver } from "../receive/plain-feed.ts";
import type { EventSource } from "../receive/processor-options.ts";
import { deadLetterOf, type DeadLetter } from "./dead-letter.ts";
import { replayMessage } from "./replay-message.ts";

/** Options of {@link replayDeadLetters}. */
export interface ReplayDeadLettersOptions extends AbortOptions {
  /** Which to replay. Default: all. */
  readonly filter?: (letter: DeadLetter) => boolean;
  /** Most to replay. Default 1,000. */
  readonly maxCount?: number;
  /** Tells what would be replayed, and changes nothing. Default false. */
  readonly dryRun?: boolean;
}

/** What was replayed. */
export interface ReplayReport {
  readonly replayed: readonly DeadLetter[];
  /** Those that were looked at and were not meant. */
  readonly kept: number;
}

const PAGE = 100;
const WAIT_MS = 1_000;

/**
 * Brings dead letters back to the subscription they come from. A letter is removed only when its replay is in Service Bus; a
 * crash in between replays it twice, under the same id.
 *
 * @throws NotFoundError (`BUS_ENTITY_NOT_FOUND`), AuthenticationError (`BUS_UNAUTHORIZED`), TransportError. What was replayed
 * until then stays so.
 */
export async function replayDeadLetters(
  connection: BusConnectionOptions,
  source: EventSource,
  options: ReplayDeadLettersOptions = {},
): Promise<ReplayReport> {
  const client = await connectBus(connection);
  try {
    return await replayAll(client, source, options);
  } catch (error) {
    throw toBusError(error, "Replaying dead letters");
  } finally {
    await client.close();
  }
}

async function replayAll(
  client: ServiceBusClient,
  source: EventSource,
  { filter = () => true, maxCount = 1_000, dryRun = false, signal }: ReplayDeadLettersOptions,
): Promise<ReplayReport> {
  const receiver = createReceiver(client, source, { subQueueType: "deadLetter" });
  const sender = client.createSender(source.topicName);
  const replayed: DeadLetter[] = [];
  const kept: ServiceBusReceivedMessage[] = [];
  const send = (message: ServiceBusReceivedMessage): Promise<void> =>
    sender.sendMessages(replayMessage(message, source.subscriptionName));
  try {
    for await (const message of messagesOf(receiver, signal)) {
      const letter = deadLetterOf(message);
      const isMeant = filter(letter);
      if (isMeant) replayed.push(letter);
      if (isMeant && !dryRun) await replayOne(message, receiver, send);
      else kept.push(message);
      if (replayed.length >= maxCount) break;
    }
  } finally {
    await giveBack(kept, receiver);
  }
  return { replayed, kept: kept.length - (dryRun ? replayed.length : 0) };
}

async function* messagesOf(
  receiver: ServiceBusReceiver,
  signal: AbortSignal | undefined,
): AsyncGenerator<ServiceBusReceivedMessage> {
  for (let page = await next(receiver, signal); page.length > 0; page = await next(receiver, signal)) yield* page;
}

function next(receiver: ServiceBusReceiver, signal: AbortSignal | undefined): Promise<ServiceBusReceivedMessage[]> {
  return receiver.receiveMessages(PAGE, {
    maxWaitTimeInMs: WAIT_MS,
    ...(signal !== undefined && { abortSignal: signal }),
  });
}

async function replayOne(
  message: ServiceBusReceivedMessage,
  receiver: ServiceBusReceiver,
  send: (message: ServiceBusReceivedMessage) => Promise<void>,
): Promise<void> {
  await send(message);
  await receiver.completeMessage(message);
}

async function giveBack(messages: readonly ServiceBusReceivedMessage[], receiver: ServiceBusReceiver): Promise<void> {
  for (const message of messages) await receiver.abandonMessage(message);
}
