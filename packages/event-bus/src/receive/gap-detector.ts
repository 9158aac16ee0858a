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

/** Publishers of a run that are remembered from one hold of its session to the next. */
const MOST_PUBLISHERS = 100;

/** Finds gaps in the numbers that publishers give to the events of a run. What comes again or late is none. */
export class GapDetector {
  /** Last number of each publisher; the one heard of last is the last. */
  readonly #last: Map<string, number>;

  /** @param last - numbers that came before, by publisher. */
  constructor(last: Readonly<Record<string, number>> = {}) {
    this.#last = new Map(Object.entries(last));
  }

  /** Notes an event by its application properties; answers the gap before it. The first of a publisher that is seen opens none. */
  note(properties: Readonly<Record<string, unknown>> | undefined): SequenceGap | undefined {
    const stamp = stampIn(properties);
    if (stamp === undefined) return undefined;
    const { sequence, publisher, runId } = stamp;
    const last = this.#last.get(publisher);
    if (last !== undefined && sequence <= last) return undefined;
    this.#last.delete(publisher);
    this.#last.set(publisher, sequence);
    if (last === undefined || sequence === last + 1) return undefined;
    return { runId, publisher, from: last + 1, to: sequence - 1 };
  }

  /** The last number of each publisher, for whoever has the run next. */
  last(): Readonly<Record<string, number>> {
    return Object.fromEntries([...this.#last].slice(-MOST_PUBLISHERS));
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
