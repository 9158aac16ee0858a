import { setImmediate as nextTurn } from "node:timers/promises";
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
import { BatchPicker } from "./batch-picker.ts";

/** A message on its way, and who wants to know how it went. */
export interface QueuedMessage {
  readonly message: EventMessage;
  readonly sent: () => void;
  /** Told that it will not be sent. Without it the message is tried until the queue is closed. */
  readonly failed?: ((error: AzlinError) => void) | undefined;
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

/** A message in the queue, and since when. */
interface Waiting extends QueuedMessage {
  readonly sinceMs: number;
}

/** Why lingering ends: without a reason of its own, each abort would make an error that nobody sees. */
const HURRY = Symbol("hurry");

const FIRST_WAIT_MS = 200;
const LONGEST_WAIT_MS = 15_000;

/**
 * Sends messages in batches until each has gone or cannot go. Those of one run go in the order in which they come, one batch
 * at a time; batches of different runs go at once.
 */
export class SendQueue {
  readonly #options: SendQueueOptions;
  readonly #clock: Clock;
  readonly #random: Random;
  readonly #logger: Logger;
  readonly #closing = new AbortController();
  readonly #picker: BatchPicker<Waiting>;
  readonly #underWay = new Set<Promise<void>>();
  #running: Promise<void> | undefined;
  #hurry = new AbortController();
  #isChanged = false;
  #resume = (): void => {};
  #problem: AzlinError | undefined;
  #failures = 0;

  constructor(options: SendQueueOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    this.#random = options.random ?? systemRandom;
    this.#logger = options.logger ?? silentLogger;
    this.#picker = new BatchPicker(options.batchSize);
  }

  /** Messages that have not gone. */
  get size(): number {
    return this.#picker.size;
  }

  add(messages: readonly QueuedMessage[]): void {
    const sinceMs = this.#clock.now();
    for (const { message, sent, failed, refused } of messages) {
      this.#picker.add({ message, sent, failed, refused, sinceMs });
    }
    if (this.#picker.hasFullBatch) this.#hurry.abort(HURRY);
    this.#running ??= this.#run();
    this.#changed();
  }

  /** Resolves when nothing waits. */
  async flush(): Promise<void> {
    this.#hurry.abort(HURRY);
    while (this.#running !== undefined) await this.#running;
  }

  /** Ends trying; what can fail fails with `error`. Sends that are under way are not waited for: they may hang for long. */
  close(error: AzlinError): void {
    this.#closing.abort();
    for (const { failed } of this.#picker.removeAll()) failed?.(error);
    this.#changed();
  }

  async #run(): Promise<void> {
    await this.#gather();
    while (this.#picker.size > 0 && !this.#closing.signal.aborted) {
      const batch = this.#problem === undefined ? this.#picker.next() : undefined;
      if (batch !== undefined) this.#start(batch);
      else await this.#change();
      if (this.#problem !== undefined) await this.#afterFailure();
      // A batch is on its way before the next is made ready, and those that come now go together.
      await nextTurn();
    }
    this.#running = undefined;
    this.#hurry = new AbortController();
  }

  #changed(): void {
    this.#isChanged = true;
    this.#resume();
  }

  /** Resolves when there is something new: a message, or the end of a batch. */
  async #change(): Promise<void> {
    if (!this.#isChanged) await new Promise<void>((resolve) => (this.#resume = resolve));
    this.#isChanged = false;
  }

  /** Lets those that come together go together. */
  async #gather(): Promise<void> {
    await nextTurn();
    if (this.#options.lingerMs === 0) return;
    await this.#clock.delay(this.#options.lingerMs, { signal: this.#hurry.signal }).catch(() => {});
  }

  #start(batch: readonly Waiting[]): void {
    const sending = this.#send(batch).finally(() => {
      this.#underWay.delete(sending);
      this.#changed();
    });
    this.#underWay.add(sending);
  }

  async #send(batch: readonly Waiting[]): Promise<void> {
    try {
      const { sent, refused } = await this.#options.send(batch.map(({ message }) => message));
      const gone = sent + (refused === undefined ? 0 : 1);
      if (!this.#picker.settle(batch, gone)) return;
      this.#failures = 0;
      for (const { sent: tell } of batch.slice(0, sent)) tell();
      if (refused !== undefined) batch[sent]!.refused(refused);
    } catch (error) {
      this.#picker.settle(batch, 0);
      this.#problem = error as AzlinError;
    }
  }

  async #afterFailure(): Promise<void> {
    // What is under way may be of the runs that have to wait.
    while (this.#underWay.size > 0 && !this.#closing.signal.aborted) await Promise.race(this.#underWay);
    const problem = this.#problem!;
    this.#problem = undefined;
    this.#failures += 1;
    this.#options.onProblem?.(problem);
    const nowMs = this.#clock.now();
    const over = this.#picker.remove(({ failed, sinceMs }) => {
      return failed !== undefined && (isFatal(problem) || nowMs - sinceMs >= this.#options.giveUpAfterMs);
    });
    for (const { failed } of over) failed?.(problem);
    if (this.#picker.size === 0) return;
    const waitMs =
      Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (this.#failures - 1)) * (0.5 + this.#random.next() / 2);
    this.#logger.info("sending again", { afterMs: Math.round(waitMs), messages: this.#picker.size });
    await this.#clock.delay(waitMs, { signal: this.#closing.signal }).catch(() => {});
  }
}
