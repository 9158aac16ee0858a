import {
  silentLogger,
  systemClock,
  systemRandom,
  type AzlinError,
  type Clock,
  type Logger,
  type Random,
} from "@azlin/core";
import { isFatal } from "../connection/bus-error.ts";
import type { EventMessage } from "../envelope/event-message.ts";
import type { SendResult } from "./batch-sender.ts";

/** A message on its way, and who wants to know how it went. */
export interface QueuedMessage {
  readonly message: EventMessage;
  readonly sent: () => void;
  /** Told that it will not be sent. Without it the message is tried until the queue is closed. */
  readonly failed?: (error: AzlinError) => void;
  /** Told that it can never be sent. */
  readonly refused: (error: AzlinError) => void;
}

/** Parts of a {@link SendQueue}. */
export interface SendQueueOptions {
  readonly send: (messages: readonly EventMessage[]) => Promise<SendResult>;
  /** Most messages of a batch. */
  readonly batchSize: number;
  /** Milliseconds to wait for a batch to fill. 0: what came while the last one was under way goes together. */
  readonly lingerMs: number;
  /** Milliseconds for which a message that can fail is tried. */
  readonly giveUpAfterMs: number;
  /** Told of every failed attempt. */
  readonly onProblem?: (error: AzlinError) => void;
  readonly clock?: Clock;
  readonly random?: Random;
  readonly logger?: Logger;
}

interface Waiting extends QueuedMessage {
  readonly sinceMs: number;
}

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 15_000;

/** Sends messages in the order in which they come, one batch at a time, until each has gone or cannot go. */
export class SendQueue {
  readonly #options: SendQueueOptions;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #logger: Logger;
  readonly #closing = new AbortController();
  #waiting: Waiting[] = [];
  #running: Promise<void> | undefined;
  #hurry = new AbortController();
  #failures = 0;

  constructor(options: SendQueueOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
    this.#logger = options.logger ?? silentLogger;
  }

  /** Messages that have not gone. */
  get size(): number {
    return this.#waiting.length;
  }

  add(messages: readonly QueuedMessage[]): void {
    const sinceMs = this.#clock.now();
    for (const message of messages) this.#waiting.push({ ...message, sinceMs });
    if (this.#waiting.length >= this.#options.batchSize) this.#hurry.abort();
    this.#running ??= this.#run();
  }

  /** Resolves when nothing waits. */
  async flush(): Promise<void> {
    this.#hurry.abort();
    while (this.#running !== undefined) await this.#running;
  }

  /** Ends trying; what can fail fails with `error`. A send that is under way is not waited for: it may hang for long. */
  close(error: AzlinError): void {
    this.#closing.abort();
    for (const { failed } of this.#waiting.splice(0)) failed?.(error);
  }

  async #run(): Promise<void> {
    await this.#gather();
    while (this.#waiting.length > 0 && !this.#closing.signal.aborted) {
      try {
        this.#settle(
          await this.#options.send(this.#waiting.slice(0, this.#options.batchSize).map(({ message }) => message)),
        );
        this.#failures = 0;
        await nextTurn();
      } catch (error) {
        await this.#afterFailure(error as AzlinError);
      }
    }
    this.#running = undefined;
    this.#hurry = new AbortController();
  }

  /** Lets those that come together go together. */
  async #gather(): Promise<void> {
    await nextTurn();
    if (this.#options.lingerMs === 0) return;
    await this.#clock.delay(this.#options.lingerMs, { signal: this.#hurry.signal }).catch(() => {});
  }

  #settle({ sent, refused }: SendResult): void {
    for (const { sent: tell } of this.#waiting.splice(0, sent)) tell();
    if (refused === undefined) return;
    for (const { refused: tell } of this.#waiting.splice(0, 1)) tell(refused);
  }

  async #afterFailure(problem: AzlinError): Promise<void> {
    this.#failures += 1;
    this.#options.onProblem?.(problem);
    const nowMs = this.#clock.now();
    const kept: Waiting[] = [];
    const over: Waiting[] = [];
    for (const message of this.#waiting) {
      const isOver = isFatal(problem) || nowMs - message.sinceMs >= this.#options.giveUpAfterMs;
      if (isOver && message.failed !== undefined) over.push(message);
      else kept.push(message);
    }
    this.#waiting = kept;
    for (const { failed } of over) failed?.(problem);
    if (kept.length === 0) return;
    const waitMs =
      Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#failures - 1)) * (0.5 + this.#random.next() / 2);
    this.#logger.info("sending again", { afterMs: Math.round(waitMs), messages: kept.length });
    await this.#clock.delay(waitMs, { signal: this.#closing.signal }).catch(() => {});
  }
}

function nextTurn(): Promise<void> {
  return new Promise((resolve) => {
    setImmediate(resolve);
  });
}
