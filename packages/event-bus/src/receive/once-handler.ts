import { withDeadline } from "@azlin/core";
import type { ClaimAnswer } from "../idempotency/idempotency-store.ts";
import type { EventContext, EventHandler } from "./event-handler.ts";
import type { AgentEvent } from "../events/agent-event.ts";
import type { ResolvedProcessorOptions } from "./processor-options.ts";

/** How often the event was done by one call: now, before, or not, as somebody else is at it. */
export type OnceAnswer = "handled" | "done" | "busy";

/** Room for a handler that is ending while its claim does. Milliseconds. */
const LEASE_MARGIN_MS = 30_000;

/** Runs a handler once for each event, however often the event is delivered. */
export class OnceHandler {
  readonly #handler: EventHandler;
  readonly #options: ResolvedProcessorOptions;
  readonly #prefix: string;
  /** What is being done here, also when nobody waits for it any more: a handler that hangs is not started twice. */
  readonly #running = new Map<string, Promise<OnceAnswer>>();

  constructor(handler: EventHandler, options: ResolvedProcessorOptions) {
    this.#handler = handler;
    this.#options = options;
    const { topicName, subscriptionName = "" } = options.source;
    this.#prefix = `${topicName}/${subscriptionName}/`;
  }

  /**
   * Does the event, unless it was done; joins in when it is being done here.
   *
   * @throws what the handler throws; DeadlineError (`TIMED_OUT`) when it takes too long.
   */
  handle(event: AgentEvent, context: EventContext): Promise<OnceAnswer> {
    const { handlerTimeoutMs, clock } = this.#options;
    const options = { timeoutMs: handlerTimeoutMs, clock, signal: context.signal };
    return withDeadline("handling an event", options, (signal) => {
      const key = this.#prefix + context.eventId;
      const running = this.#running.get(key);
      if (running !== undefined) return running.then(() => "done");
      const begun = this.#run(key, event, { ...context, signal }).finally(() => this.#running.delete(key));
      this.#running.set(key, begun);
      return begun;
    });
  }

  async #run(key: string, event: AgentEvent, context: EventContext): Promise<OnceAnswer> {
    const { idempotency, handlerTimeoutMs } = this.#options;
    const answer: ClaimAnswer = await idempotency.claim(key, handlerTimeoutMs + LEASE_MARGIN_MS);
    if (answer !== "claimed") return answer;
    try {
      await this.#handler(event, context);
    } catch (error) {
      await idempotency.release(key);
      throw error;
    }
    await idempotency.complete(key);
    return "handled";
  }
}
