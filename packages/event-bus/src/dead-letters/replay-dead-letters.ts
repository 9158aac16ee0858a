import type { AbortOptions } from "@azlin/core";
import type { ServiceBusClient, ServiceBusReceivedMessage } from "@azure/service-bus";
import { connectBus, type BusConnectionOptions } from "../connection/bus-connection.ts";
import { toBusError } from "../connection/bus-error.ts";
import { createReceiver } from "../receive/plain-feed.ts";
import type { EventSource } from "../receive/processor-options.ts";
import { receiveBatch } from "../receive/receive-batch.ts";
import { deadLetterOf, type DeadLetter } from "./dead-letter.ts";
import { HeldMessages } from "./held-messages.ts";
import { listDeadLetters } from "./list-dead-letters.ts";
import { replayMessage } from "./replay-message.ts";

/** Options of {@link replayDeadLetters}. */
export interface ReplayDeadLettersOptions extends AbortOptions {
  /** Which to replay. Default: all. */
  readonly filter?: (letter: DeadLetter) => boolean;
  /** Most to replay. Default 1,000. */
  readonly maxCount?: number;
  /** Tells what would be replayed, and changes nothing. Default false. */
  readonly dryRun?: boolean;
  /** Told of each that is back. */
  readonly onReplayed?: (letter: DeadLetter) => void;
}

/** What was replayed. */
export interface ReplayReport {
  readonly replayed: readonly DeadLetter[];
  /** Those that were looked at and were not meant. */
  readonly kept: number;
}

const MOST = 1_000;
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
  if (options.dryRun === true) return wouldReplay(connection, source, options);
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
  { filter = () => true, maxCount = MOST, onReplayed, signal }: ReplayDeadLettersOptions,
): Promise<ReplayReport> {
  const receiver = createReceiver(client, source, { subQueueType: "deadLetter" });
  const sender = client.createSender(source.topicName);
  const replayed: DeadLetter[] = [];
  const held = new HeldMessages();
  let kept = 0;
  const look = async (message: ServiceBusReceivedMessage): Promise<void> => {
    if (replayed.length >= maxCount) return;
    const letter = deadLetterOf(message);
    if (!filter(letter)) {
      kept += 1;
      return;
    }
    await sender.sendMessages(replayMessage(message, source.subscriptionName));
    await receiver.completeMessage(message);
    held.remove(message);
    replayed.push(letter);
    onReplayed?.(letter);
  };
  try {
    for (let isOver = maxCount < 1; !isOver; isOver ||= replayed.length >= maxCount) {
      // No more than are needed, as far as is known: what is received is locked for others.
      const count = Math.min(PAGE, maxCount - replayed.length + kept);
      const page = await receiveBatch(receiver, { count, waitMs: WAIT_MS, doing: "receiving dead letters", signal });
      const fresh = held.add(page);
      isOver = fresh.length === 0;
      for (const message of fresh) await look(message);
    }
  } finally {
    await held.giveBack(receiver);
  }
  return { replayed, kept };
}

/** What a replay would do, by looking alone. */
async function wouldReplay(
  connection: BusConnectionOptions,
  source: EventSource,
  { filter = () => true, maxCount = MOST, signal }: ReplayDeadLettersOptions,
): Promise<ReplayReport> {
  const replayed: DeadLetter[] = [];
  let kept = 0;
  for await (const letter of listDeadLetters(connection, source, { signal })) {
    if (replayed.length >= maxCount) break;
    if (filter(letter)) replayed.push(letter);
    else kept += 1;
  }
  return { replayed, kept };
}
