import { BoundedMap } from "../bounded-map.ts";
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
  readonly #last = new BoundedMap<string, number>(MOST_COUNTS);

  /** Notes an event by its application properties; answers the gap before it. The first of a publisher that is seen opens none. */
  note(properties: Readonly<Record<string, unknown>> | undefined): SequenceGap | undefined {
    const stamp = stampIn(properties);
    if (stamp === undefined) return undefined;
    const { sequence, publisher, runId } = stamp;
    const key = `${publisher}\n${runId}`;
    const last = this.#last.get(key);
    if (last !== undefined && sequence <= last) return undefined;
    this.#last.set(key, sequence);
    if (last === undefined || sequence === last + 1) return undefined;
    return { runId, publisher, from: last + 1, to: sequence - 1 };
  }
}

/** As {@link SequenceStamp} writes it. */
const STAMP = /^(?<publisher>.+):(?<sequence>[1-9]\d{0,14})$/;

interface Stamp {
  readonly sequence: number;
  readonly publisher: string;
  readonly runId: string;
}

function stampIn(properties: Readonly<Record<string, unknown>> = {}): Stamp | undefined {
  const runId = properties[PROPERTIES.runId];
  const { publisher, sequence } = STAMP.exec(String(properties[PROPERTIES.sequence]))?.groups ?? {};
  if (publisher === undefined) return undefined;
  return { publisher, sequence: Number(sequence), runId: typeof runId === "string" ? runId : "" };
}
