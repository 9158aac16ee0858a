import type { AbortOptions } from "@azlin/core";
import type { BusConnectionOptions } from "../connection/bus-connection.ts";
import { peekMessages } from "../peek/peek-messages.ts";
import type { EventSource } from "../receive/processor-options.ts";
import { deadLetterOf, type DeadLetter } from "./dead-letter.ts";

/**
 * Lists what could not be processed, oldest first. It only looks: nothing is locked or counted as delivered.
 *
 * @throws NotFoundError (`BUS_ENTITY_NOT_FOUND`), AuthenticationError (`BUS_UNAUTHORIZED`), TransportError.
 */
export async function* listDeadLetters(
  connection: BusConnectionOptions,
  source: EventSource,
  options: AbortOptions = {},
): AsyncGenerator<DeadLetter> {
  const letters = { ...options, deadLetters: true, doing: "Listing dead letters" };
  for await (const message of peekMessages(connection, source, letters)) yield deadLetterOf(message);
}
