import { withDeadline, type AzlinError } from "@azlin/core";
import type { ServiceBusClient, ServiceBusReceivedMessage } from "@azure/service-bus";
import Long from "long";
import { setMaxListeners } from "node:events";
import { connectBus } from "../connection/bus-connection.ts";
import { isFatal, toBusError } from "../connection/bus-error.ts";
import type { EventHandler } from "./event-handler.ts";
import type { SequenceGap } from "./gap-detector.ts";
import { LockRenewals } from "./lock-renewals.ts";
import type { MessageFeed, TakenMessage } from "./message-feed.ts";
import { MessageWork, type MessageFate } from "./message-work.ts";
import { createReceiver, startPlainFeed } from "./plain-feed.ts";
import type { ResolvedProcessorOptions } from "./processor-options.ts";
import { noCounts, type ProcessorCounts, type ProcessorStats } from "./processor-stats.ts";
import { startSessionFeed } from "./session-feed.ts";
import type { MessageSettler } from "./settle-message.ts";
import { watch, type Rebuild } from "./watchdog.ts";

/** What a processor is at: it receives, lets handlers end, has ended, or cannot go on until somebody changes something. */
export type ProcessorState = "running" | "draining" | "stopped" | "failed";

/** One connection and its stream. */
interface Generation {
  readonly client: ServiceBusClient;
  readonly feed: MessageFeed;
}

/** Messages that are looked at to see whether one waits whose session is not being handled. */
const MOST_PEEKED = 100;

/** Milliseconds that closing a connection may take: a dead one does not answer. */
const CLOSE_MS = 2_000;

/** Receives events and has them handled, for as long as it is not stopped. */
export class EventProcessor implements AsyncDisposable {
  /** Resolves when it has stopped; rejects with what cannot be mended by waiting: no rights, no entity, a disabled one. */
  readonly finished: Promise<void>;
  readonly #options: ResolvedProcessorOptions;
  readonly #work: MessageWork;
  readonly #counts: ProcessorCounts = noCounts();
  readonly #inFlight = new Map<ServiceBusReceivedMessage, Promise<MessageFate>>();
  readonly #stopping = new AbortController();
  readonly #end: { readonly resolve: () => void; readonly reject: (error: unknown) => void };
  #generation: Generation | undefined;
  #state: ProcessorState = "running";
  #lastMessageMs: number;
  #stopped: Promise<void> | undefined;

  private constructor(handler: EventHandler, options: ResolvedProcessorOptions) {
    this.#options = options;
    this.#lastMessageMs = options.clock.now();
    // Each event that waits to come again listens.
    setMaxListeners(0, this.#stopping.signal);
    const locks = options.isOrdered ? undefined : this.#keepLocks();
    this.#work = new MessageWork({ options, handler, counts: this.#counts, locks }, this.#stopping.signal);
    let end: { readonly resolve: () => void; readonly reject: (error: unknown) => void };
    this.finished = new Promise((resolve, reject) => {
      end = { resolve, reject };
    });
    this.#end = end!;
    // Who does not look at it is told by onProblem.
    this.finished.catch(() => {});
  }

  /**
   * Starts receiving.
   *
   * @throws ValidationError when there is no way to the bus.
   */
  static async start(handler: EventHandler, options: ResolvedProcessorOptions): Promise<EventProcessor> {
    const processor = new EventProcessor(handler, options);
    await processor.#connect();
    void watch(processor.#watched(), options, {
      signal: processor.#stopping.signal,
      rebuild: (why) => processor.#rebuild(why),
    });
    return processor;
  }

  get state(): ProcessorState {
    return this.#state;
  }

  /** Events that are being handled. */
  get inFlight(): number {
    return this.#inFlight.size;
  }

  /** Milliseconds since the epoch at which a message last came, or receiving began. */
  get lastMessageMs(): number {
    return this.#lastMessageMs;
  }

  stats(): ProcessorStats {
    return { ...this.#counts };
  }

  /**
   * Takes no more events, waits for the handlers under way as long as is allowed, and closes the connection. What was not
   * handled then comes again. To be called in any state, and as often as one likes.
   */
  stop(): Promise<void> {
    this.#stopped ??= this.#stop("stopped");
    return this.#stopped;
  }

  [Symbol.asyncDispose](): Promise<void> {
    return this.stop();
  }

  async #stop(state: "stopped" | "failed"): Promise<void> {
    this.#state = "draining";
    this.#stopping.abort();
    this.#work.drain();
    const { drainTimeoutMs, clock } = this.#options;
    const generation = this.#generation;
    await this.#soon(() => generation?.feed.stop());
    const drained = async (): Promise<void> => {
      while (this.#inFlight.size > 0) await Promise.all(this.#inFlight.values());
    };
    await withDeadline("letting handlers end", { timeoutMs: drainTimeoutMs, clock }, drained).catch(() => {
      this.#options.logger.warn("handlers did not end in time", { handlers: this.#inFlight.size });
      this.#work.giveUp();
    });
    // Those that were told to give up still say so to Service Bus.
    await this.#soon(() => Promise.all(this.#inFlight.values()));
    await this.#soon(() => this.#generation?.feed.close());
    await this.#soon(() => this.#generation?.client.close());
    this.#work.close();
    this.#state = state;
    if (state === "stopped") this.#end.resolve();
  }

  async #connect(): Promise<void> {
    const client = await connectBus(this.#options.connection);
    this.#lastMessageMs = this.#options.clock.now();
    const start = this.#options.isOrdered ? startSessionFeed : startPlainFeed;
    const feed = start({
      client,
      options: this.#options,
      take: (message, settler) => this.#take(message, settler),
      missed: (gap) => this.#onGap(gap),
      failed: (error) => this.#onError(error),
    });
    this.#generation = { client, feed };
  }

  async #rebuild(why: Rebuild): Promise<void> {
    const old = this.#generation;
    this.#counts.rebuilds += 1;
    this.#options.logger.warn("receiver made anew", { ...why });
    this.#options.onRebuild(why);
    await this.#soon(() => old?.feed.stop());
    await this.#connect();
    await this.#soon(() => old?.client.close());
    // Stopped meanwhile: what stop() has closed was the old one.
    if (this.#state !== "running") await this.#soon(() => this.#generation?.client.close());
  }

  #keepLocks(): LockRenewals {
    const { maxLockRenewalMs, clock } = this.#options;
    return new LockRenewals({
      renew: async (message) => this.#generation!.feed.renewLock!(message),
      failed: (error) => this.#onError(error).code !== "BUS_LOCK_LOST",
      maxMs: maxLockRenewalMs,
      clock,
    });
  }

  #take(message: ServiceBusReceivedMessage, settler: MessageSettler): TakenMessage {
    this.#lastMessageMs = this.#options.clock.now();
    const verdict = this.#work.judge(message);
    const fate = this.#work.settle(message, verdict, () => this.#generation?.feed.settler ?? settler);
    this.#inFlight.set(message, fate);
    void fate.then(() => this.#letGo(message));
    return { verdict, fate };
  }

  #letGo(message: ServiceBusReceivedMessage): void {
    this.#inFlight.delete(message);
    this.#lastMessageMs = this.#options.clock.now();
  }

  #onGap(gap: SequenceGap): void {
    this.#counts.missing += gap.to - gap.from + 1;
    this.#options.logger.warn("events of a run are missing", { ...gap });
    this.#options.onGap(gap);
  }

  #onError(error: unknown): AzlinError {
    const { topicName, subscriptionName } = this.#options.source;
    const translated = toBusError(error, `Receiving from ${[topicName, subscriptionName].filter(Boolean).join("/")}`);
    if (this.#state !== "running") return translated;
    this.#options.logger.warn("receiving failed", { code: translated.code, message: translated.message });
    this.#options.onProblem(translated);
    if (isFatal(translated)) this.#fail(translated);
    return translated;
  }

  #fail(error: AzlinError): void {
    this.#stopped ??= this.#stop("failed");
    void this.#endWith(error);
  }

  async #endWith(error: AzlinError): Promise<void> {
    await this.#stopped;
    this.#end.reject(error);
  }

  #watched(): Parameters<typeof watch>[0] {
    const { source, concurrency } = this.#options;
    return {
      lastMessageMs: () => this.#lastMessageMs,
      isFree: () => this.#inFlight.size < concurrency,
      hasBacklog: async () => {
        const peeker = createReceiver(this.#generation!.client, source);
        try {
          // Without a number the client would go on from where it last looked.
          const count = this.#options.isOrdered ? MOST_PEEKED : this.#inFlight.size + 1;
          const messages = await peeker.peekMessages(count, { fromSequenceNumber: Long.ZERO });
          return messages.some((message) => message.state === "active" && !this.#isInHand(message));
        } finally {
          void peeker.close().catch(() => {});
        }
      },
    };
  }

  /** Whether a message that was seen is being handled here, or waits behind one of its session that is. */
  #isInHand({ sequenceNumber, sessionId }: ServiceBusReceivedMessage): boolean {
    for (const held of this.#inFlight.keys()) {
      if (this.#options.isOrdered && held.sessionId === sessionId) return true;
      if (held.sequenceNumber?.eq(sequenceNumber ?? Long.NEG_ONE)) return true;
    }
    return false;
  }

  /** Does something that a dead connection may leave hanging. */
  async #soon(work: () => Promise<unknown> | undefined): Promise<void> {
    await withDeadline("closing", { timeoutMs: CLOSE_MS }, async () => work()).catch(() => {});
  }
}
