import { callOptions, systemClock, type AbortOptions } from "@azlin/core";
import type { ServiceBusReceivedMessage, ServiceBusReceiver } from "@azure/service-bus";
import { connectBus, type BusConnectionOptions } from "../connection/bus-connection.ts";
import { toBusError } from "../connection/bus-error.ts";
import { createReceiver } from "../receive/plain-feed.ts";
import type { EventSource } from "../receive/processor-options.ts";

/** What is looked at. */
export interface PeekOptions extends AbortOptions {
  /** Whether the dead letters are meant. Default: what waits. */
  readonly deadLetters?: boolean;
  /** Whether to go on as messages come, until the signal aborts. Default: ends with the last that is there. */
  readonly follow?: boolean;
  /** What is done, so that it reads well before "failed": `Listing dead letters`. */
  readonly doing: string;
}

const PAGE = 100;
const LOOK_MS = 1_000;
const DEAD_LETTERS = { subQueueType: "deadLetter" } as const;

/**
 * Looks at the messages of a subscription or queue, oldest first. It only looks: nothing is locked or counted as delivered.
 *
 * @throws NotFoundError (`BUS_ENTITY_NOT_FOUND`), AuthenticationError (`BUS_UNAUTHORIZED`), TransportError; the signal's reason.
 */
export async function* peekMessages(
  connection: BusConnectionOptions,
  source: EventSource,
  options: PeekOptions,
): AsyncGenerator<ServiceBusReceivedMessage> {
  const { follow = false, signal } = options;
  const { clock = systemClock } = connection;
  const client = await connectBus(connection);
  try {
    const receiver = createReceiver(client, source, options.deadLetters ? DEAD_LETTERS : {});
    let from: SequenceNumber | undefined;
    for (;;) {
      const page = await peekPage(receiver, from, options);
      yield* page;
      from = page.at(-1)?.sequenceNumber?.add(1) ?? from;
      if (page.length > 0) continue;
      if (!follow) return;
      await clock.delay(LOOK_MS, { signal });
    }
  } finally {
    await client.close();
  }
}

type SequenceNumber = NonNullable<ServiceBusReceivedMessage["sequenceNumber"]>;

async function peekPage(
  receiver: ServiceBusReceiver,
  from: SequenceNumber | undefined,
  { doing, signal }: PeekOptions,
): Promise<ServiceBusReceivedMessage[]> {
  signal?.throwIfAborted();
  try {
    const start = from === undefined ? {} : { fromSequenceNumber: from };
    return await receiver.peekMessages(PAGE, { ...start, ...callOptions({ signal }) });
  } catch (error) {
    signal?.throwIfAborted();
    throw toBusError(error, doing);
  }
}
