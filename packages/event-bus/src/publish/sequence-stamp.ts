import { randomGuid, type Random } from "@azlin/core";
import { BoundedMap } from "../bounded-map.ts";
import { PROPERTIES, type EventMessage } from "../envelope/event-message.ts";

/** Most runs whose numbers are remembered; always the last half of so many. */
const MOST_RUNS = 200_000;

/** A message whose properties are not finished. */
export type StampableMessage = EventMessage & { readonly applicationProperties: Record<string, string | number> };

/** Numbers the messages of each run, so that who receives them sees when one is missing. */
export class SequenceStamp {
  readonly #publisher: string;
  readonly #last = new BoundedMap<string, number>(MOST_RUNS);

  constructor(random: Random) {
    this.#publisher = randomGuid(random).slice(0, 13);
  }

  /** Stamps a message with the next number of its run, in place: copies would cost more than the rest of publishing it. */
  stamp({ applicationProperties }: StampableMessage): void {
    const run = String(applicationProperties[PROPERTIES.runId] ?? "");
    const sequence = (this.#last.get(run) ?? 0) + 1;
    this.#last.set(run, sequence);
    applicationProperties[PROPERTIES.sequence] = `${this.#publisher}:${sequence}`;
  }
}
