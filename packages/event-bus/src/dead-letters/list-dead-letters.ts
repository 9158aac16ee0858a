import type { AbortOptions } from "@azlin/core";
import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { connectBus, type BusConnectionOptions } from "../connection/bus-connection.ts";
import { toBusError } from "../connection/bus-error.ts";
import { createReceiver } from "../receive/plain-feed.ts";
import type { EventSource } from "../receive/processor-options.ts";
import { deadLetterOf, type DeadLetter } from "./dead-letter.ts";

const PAGE = 100;

/**
 * Lists what could not be processed, oldest first. It only looks: nothing is locked or counted as delivered.
 *
 * @throws NotFoundError (`BUS_ENTITY_NOT_FOUND`), AuthenticationError (`BUS_UNAUTHORIZED`), TransportError.
 */
export async function* listDeadLetters(
  connection: BusConnectionOptions,
  source: EventSource,
  { signal }: AbortOptions = {},
): AsyncGenerator<DeadLetter> {
  const client = await connectBus(connection);
  try {
    const receiver = createReceiver(client, source, { subQueueType: "deadLetter" });
    let from: ServiceBusReceivedMessage["sequenceNumber"];
    for (;;) {
      signal?.throwIfAborted();
      const page = await receiver
        .peekMessages(PAGE, {
          ...(from !== undefined && { fromSequenceNumber: from }),
          ...(signal !== undefined && { abortSignal: signal }),
        })
        .catch((error: unknown) => {
          throw toBusError(error, "Listing dead letters");
        });
      if (page.length === 0) return;
      yield* page.map(deadLetterOf);
      from = page.at(-1)!.sequenceNumber!.add(1);
    }
  } finally {
    await client.close();
  }
}
