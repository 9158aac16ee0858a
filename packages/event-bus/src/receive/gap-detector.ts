import { PROPERTIES } from "../envelope/event-message.ts";

/** Numbers that are missing in the events of a run. */
export interface SequenceGap {
  readonly runId: string;
  /** Who gave the numbers; each publisher counts for itself. */
  readonly publisher: string;
  /** First and last of the numbers that did not come. */
  readonly from: number;
  readonly to: number;
}

/** Runs and publishers whose numbers are remembered. */
const MOST_COUNTS = 100_000;

/** Finds gaps in the numbers that publishers give to the events of a run. What comes again or late is none. */
export class GapDetector {
  readonly #last = new Map<string, number>();

  /** Notes an event by its application properties; answers the gap before it. The first of a publisher that is seen opens none. */
  note(properties: Readonly<Record<string, unknown>> | undefined): SequenceGap | undefined {
    const stamp = stampIn(properties);
    if (stamp === undefined) return undefined;
    const { sequence, publisher, runId } = stamp;
    const key = `${publisher}\n${runId}`;
    const last = this.#last.get(key);
    if (last !== undefined && sequence <= last) return undefined;
    this.#last.delete(key);
    this.#last.set(key, sequence);
    if (this.#last.size > MOST_COUNTS) this.#last.delete(this.#last.keys().next().value!);
    if (last === undefined || sequence === last + 1) return undefined;
    return { runId, publisher, from: last + 1, to: sequence - 1 };
  }
}

interface Stamp {
  readonly sequence: number;
  readonly publisher: string;
  readonly runId: string;
}

function stampIn(properties: Readonly<Record<string, unknown>> = {}): Stamp | undefined {
  const sequence = properties[PROPERTIES.sequence];
  const publisher = properties[PROPERTIES.publisher];
  const runId = properties[PROPERTIES.runId];
  if (typeof sequence !== "number" || typeof publisher !== "string") return undefined;
  return { sequence, publisher, runId: typeof runId === "string" ? runId : "" };
}
