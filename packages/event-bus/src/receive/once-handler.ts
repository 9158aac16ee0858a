import type { ClaimAnswer } from "../idempotency/idempotency-store.ts";
import type { Deadlines } from "./deadlines.ts";
import type { EventContext, EventHandler } from "./event-handler.ts";
import type { AgentEvent } from "../events/agent-event.ts";
import { LazySignal } from "./lazy-signal.ts";
import type { ResolvedProcessorOptions } from "./processor-options.ts";
import type { ReceiveTelemetry } from "../telemetry/receive-telemetry.ts";

/** How often the event was done by one call: now, before, or not, as somebody else is at it. */
export type OnceAnswer = "handled" | "done" | "busy";

/** What a handler is told, but for the signal. */
export type EventFacts = Omit<EventContext, "signal">;

/** Room for a handler that is ending while its claim does. Milliseconds. */
const LEASE_MARGIN_MS = 30_000;

/** Runs a handler once for each event, however often the event is delivered. */
export class OnceHandler {
  readonly #handler: EventHandler;
  readonly #options: ResolvedProcessorOptions;
  readonly #deadlines: Deadlines;
  readonly #telemetry: ReceiveTelemetry;
  readonly #prefix: string;
  /** What is being done here, also when nobody waits for it any more: a handler that hangs is not started twice. */
  readonly #running = new Map<string, Promise<OnceAnswer>>();

  /** @param parts - `deadlines`: how long a handler is waited for. */
  constructor(
    handler: EventHandler,
    options: ResolvedProcessorOptions,
    parts: { readonly deadlines: Deadlines; readonly telemetry: ReceiveTelemetry },
  ) {
    this.#handler = handler;
    this.#options = options;
    this.#deadlines = parts.deadlines;
    this.#telemetry = parts.telemetry;
    const { topicName, subscriptionName = "" } = options.source;
    this.#prefix = `${topicName}/${subscriptionName}/`;
  }

  /**
   * Does the event, unless it was done; joins in when it is being done here.
   *
   * @throws what the handler throws; DeadlineError (`TIMED_OUT`) when it takes too long.
   */
  handle(event: AgentEvent, facts: EventFacts): Promise<OnceAnswer> {
    const key = this.#prefix + facts.eventId;
    const lazy = new LazySignal();
    const begin = (): Promise<OnceAnswer> => {
      const running = this.#running.get(key);
      if (running !== undefined) return running.then(() => "done");
      const begun = this.#run(key, event, withSignal(facts, lazy));
      this.#running.set(key, begun);
      return begun;
    };
    return this.#deadlines.within(begin, (reason) => lazy.abort(reason));
  }

  async #run(key: string, event: AgentEvent, context: EventContext): Promise<OnceAnswer> {
    const { idempotency, handlerTimeoutMs } = this.#options;
    try {
      const answer: ClaimAnswer = await idempotency.claim(key, handlerTimeoutMs + LEASE_MARGIN_MS);
      if (answer !== "claimed") return answer;
      await this.#handleClaimed(key, event, context);
      await idempotency.complete(key);
      return "handled";
    } finally {
      this.#running.delete(key);
    }
  }

  async #handleClaimed(key: string, event: AgentEvent, context: EventContext): Promise<void> {
    const { clock, idempotency } = this.#options;
    const sinceMs = clock.now();
    try {
      await this.#handler(event, context);
    } catch (error) {
      this.#telemetry.handled(clock.now() - sinceMs, "failed");
      await idempotency.release(key);
      throw error;
    }
    this.#telemetry.handled(clock.now() - sinceMs, "handled");
  }
}

function withSignal(facts: EventFacts, lazy: LazySignal): EventContext {
  const { eventId, wire, attempt, enqueuedAt, sessionId } = facts;
  return {
    eventId,
    wire,
    attempt,
    enqueuedAt,
    sessionId,
    get signal() {
      return lazy.signal;
    },
  };
}
