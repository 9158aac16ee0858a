import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { toBusError } from "../connection/bus-error.ts";
import { decodeEvent, eventIdOfMessage, type DecodedEvent } from "../envelope/decode-event.ts";
import { PROPERTIES } from "../envelope/event-message.ts";
import { redeem } from "../publish/claim-check.ts";
import type { EventHandler } from "./event-handler.ts";
import { OnceHandler } from "./once-handler.ts";
import type { ResolvedProcessorOptions } from "./processor-options.ts";
import type { ProcessorCounts } from "./processor-stats.ts";
import { settleMessage, type MessageSettler } from "./settle-message.ts";
import { SettlementTurns } from "./settlement-turns.ts";
import { deadLetter, type Verdict } from "./settlement.ts";

/** Whether a message is off the queue for good. */
export type MessageFate = "gone" | "comes-again";

const SKIPPED: Verdict = { settlement: { do: "complete" }, count: "skipped" };

/** Takes one message from its delivery to its settlement. Never throws. */
export class MessageWork {
  readonly #options: ResolvedProcessorOptions;
  readonly #once: OnceHandler;
  readonly #counts: ProcessorCounts;
  readonly #turns = new SettlementTurns();
  readonly #stopping: AbortSignal;
  readonly #giveUp: AbortSignal;

  /**
   * @param signals - `stopping` cuts waits short; `giveUp` ends handlers.
   */
  constructor(
    parts: {
      readonly options: ResolvedProcessorOptions;
      readonly handler: EventHandler;
      readonly counts: ProcessorCounts;
    },
    signals: { readonly stopping: AbortSignal; readonly giveUp: AbortSignal },
  ) {
    this.#options = parts.options;
    this.#once = new OnceHandler(parts.handler, parts.options);
    this.#counts = parts.counts;
    this.#stopping = signals.stopping;
    this.#giveUp = signals.giveUp;
  }

  async process(message: ServiceBusReceivedMessage, settlerNow: () => MessageSettler): Promise<MessageFate> {
    this.#counts.received += 1;
    const verdict = await this.#judge(message).catch((error: unknown) => this.#afterFailure(error, message));
    const { clock, onProblem } = this.#options;
    const { settlement } = verdict;
    if (settlement.do === "abandon") {
      await clock.delay(settlement.afterMs, { signal: this.#stopping }).catch(() => {});
    }
    try {
      await settleMessage(message, settlement, { settlerNow, turns: this.#turns, clock });
    } catch (error) {
      this.#count(verdict, false);
      onProblem(toBusError(error, "Settling a message"));
      return "comes-again";
    }
    this.#count(verdict, true);
    return settlement.do === "abandon" ? "comes-again" : "gone";
  }

  async #judge(message: ServiceBusReceivedMessage): Promise<Verdict> {
    const { source, claimCheck } = this.#options;
    const replayFor = message.applicationProperties?.[PROPERTIES.replayFor];
    if (typeof replayFor === "string" && replayFor !== source.subscriptionName) return SKIPPED;
    const decoded = decodeEvent({ ...message, body: await redeem(message, claimCheck) });
    if (!decoded.ok) return this.#malformed(decoded);
    if (decoded.event.eventType === "unknown") this.#counts.unknownTypes += 1;
    const answer = await this.#once.handle(decoded.event, {
      eventId: eventIdOfMessage(message),
      wire: decoded.wire,
      attempt: attemptOf(message),
      enqueuedAt: message.enqueuedTimeUtc,
      sessionId: message.sessionId,
      signal: this.#giveUp,
    });
    if (answer === "handled") return { settlement: { do: "complete" }, count: "handled" };
    if (answer === "done") return SKIPPED;
    return { settlement: { do: "abandon", afterMs: this.#backOff(attemptOf(message)) }, count: "abandoned" };
  }

  #malformed({ reason, description }: Extract<DecodedEvent, { ok: false }>): Verdict {
    const verdict = this.#options.malformed === "complete" ? SKIPPED : deadLetter(reason, description);
    return { ...verdict, isMalformed: true };
  }

  #afterFailure(error: unknown, message: ServiceBusReceivedMessage): Verdict {
    const { isPermanent, maxAttempts, logger } = this.#options;
    const attempt = attemptOf(message);
    const description = error instanceof Error ? error.message : String(error);
    logger.warn("an event could not be handled", { eventId: eventIdOfMessage(message), attempt, error });
    if (this.#giveUp.aborted) return { settlement: { do: "abandon", afterMs: 0 }, count: "abandoned" };
    if (isPermanent(error)) return deadLetter("HandlerRefused", description);
    if (attempt >= maxAttempts)
      return deadLetter("HandlerFailed", `${attempt} attempts failed. The last: ${description}`);
    return { settlement: { do: "abandon", afterMs: this.#backOff(attempt) }, count: "abandoned" };
  }

  /** Between half of it and all of it, so that what failed together does not come back together. */
  #backOff(attempt: number): number {
    const { retryDelayMs, maxRetryDelayMs, random } = this.#options;
    return Math.min(maxRetryDelayMs, retryDelayMs * 2 ** (attempt - 1)) * (0.5 + random.next() / 2);
  }

  #count({ count, isMalformed = false }: Verdict, isSettled: boolean): void {
    if (count === "handled" || isSettled) this.#counts[count] += 1;
    if (!isSettled) this.#counts.unsettled += 1;
    if (isSettled && isMalformed) this.#counts.malformed += 1;
  }
}

function attemptOf({ deliveryCount = 0 }: ServiceBusReceivedMessage): number {
  return deliveryCount + 1;
}
