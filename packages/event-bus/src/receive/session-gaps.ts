import type { ServiceBusReceivedMessage, ServiceBusSessionReceiver } from "@azure/service-bus";
import { isObject } from "../events/event-fields.ts";
import { GapDetector, type SequenceGap } from "./gap-detector.ts";

/** The part of a session that keeps something from one holder to the next. */
export type SessionMemory = Pick<ServiceBusSessionReceiver, "getSessionState" | "setSessionState">;

/** What the state of a session is: the last number of each publisher, or `null` while somebody has the session. */
interface SessionState {
  readonly azlin_sequences: Readonly<Record<string, number>> | null;
}

/**
 * Finds numbers that are missing in a run, whoever had its session before: the last numbers are kept in the state of the
 * session. While it is held the state says that they are not known, so that nobody takes for missing what a consumer had
 * that died with the session.
 */
export class SessionGaps {
  readonly #session: SessionMemory;
  #detector: GapDetector | undefined;
  #mayWrite = true;

  constructor(session: SessionMemory) {
    this.#session = session;
  }

  /**
   * Learns what came before, the first time that it is called. A state that somebody else has written is left alone.
   *
   * @throws what the client throws.
   */
  async begin(): Promise<void> {
    if (this.#detector !== undefined) return;
    const state: unknown = await this.#session.getSessionState();
    this.#mayWrite = state === undefined || state === null || isOurs(state);
    if (this.#mayWrite) await this.#write(null);
    this.#detector = new GapDetector(isOurs(state) ? numbersIn(state.azlin_sequences) : {});
  }

  /** Notes an event; answers the gap before it. */
  note({ applicationProperties }: ServiceBusReceivedMessage): SequenceGap | undefined {
    return this.#detector?.note(applicationProperties);
  }

  /**
   * Leaves what has come to the next holder.
   *
   * @throws what the client throws; the next holder knows nothing then.
   */
  async end(): Promise<void> {
    if (this.#detector !== undefined && this.#mayWrite) await this.#write(this.#detector.last());
  }

  async #write(sequences: SessionState["azlin_sequences"]): Promise<void> {
    const state: SessionState = { azlin_sequences: sequences };
    await this.#session.setSessionState(state);
  }
}

function isOurs(state: unknown): state is { readonly azlin_sequences: unknown } {
  return isObject(state) && "azlin_sequences" in state;
}

function numbersIn(sequences: unknown): Record<string, number> {
  if (!isObject(sequences)) return {};
  return Object.fromEntries(
    Object.entries(sequences).filter((entry): entry is [string, number] => Number.isSafeInteger(entry[1])),
  );
}
