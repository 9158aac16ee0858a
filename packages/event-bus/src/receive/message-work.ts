import type { ServiceBusReceivedMessage } from "@azure/service-bus";
import { toBusError } from "../connection/bus-error.ts";
import { decodeEvent, eventIdOfMessage, type DecodedEvent } from "../envelope/decode-event.ts";
import { PROPERTIES } from "../envelope/event-message.ts";
import { claimOf, redeem } from "../publish/claim-check.ts";
import { Deadlines } from "./deadlines.ts";
import type { EventHandler } from "./event-handler.ts";
import { HandlerSlots } from "./handler-slots.ts";
import type { LockRenewals } from "./lock-renewals.ts";
import { OnceHandler } from "./once-handler.ts";
import type { ResolvedProcessorOptions } from "./processor-options.ts";
import type { ProcessorCounts } from "./processor-stats.ts";
import { SETTLE_TIMEOUT_MS, settleMessage, type MessageSettler } from "./settle-message.ts";
import { SettlementTurns } from "./settlement-turns.ts";
import { deadLetter, type Verdict } from "./settlement.ts";
import { ReceiveTelemetry } from "../telemetry/receive-telemetry.ts";

/** Whether a message is off the queue for good. */
export type MessageFate = "gone" | "comes-again";

const HANDLED: Verdict = { settlement: { do: "complete" }, count: "handled" };
const SKIPPED: Verdict = { settlement: { do: "complete" }, count: "skipped" };
const GIVEN_BACK: Verdict = { settlement: { do: "abandon", afterMs: 0 }, count: "abandoned" };

/** Parts of {@link MessageWork}. */
export interface MessageWorkParts {
  readonly options: ResolvedProcessorOptions;
  readonly handler: EventHandler;
  readonly counts: ProcessorCounts;
  /** Keeps the locks of messages; `undefined` where sessions have them. */
  readonly locks: LockRenewals | undefined;
}

/** Takes one message from its delivery to its settlement. Never throws. */
export class MessageWork {
  readonly #options: ResolvedProcessorOptions;
  readonly #once: OnceHandler;
  readonly #counts: ProcessorCounts;
  readonly #telemetry: ReceiveTelemetry;
  readonly #turns = new SettlementTurns();
  readonly #handling: Deadlines;
  readonly #settling: Deadlines;
  readonly #stopping: AbortSignal;
  readonly #locks: LockRenewals | undefined;
  readonly #slots: HandlerSlots;
  #isGivenUp = false;

  /** @param stopping - cuts waits short. */
  constructor(parts: MessageWorkParts, stopping: AbortSignal) {
    const { options, handler, counts, locks } = parts;
    const { clock, handlerTimeoutMs } = options;
    this.#options = options;
    this.#counts = counts;
    this.#stopping = stopping;
    this.#locks = locks;
    this.#slots = new HandlerSlots(options);
    this.#telemetry = new ReceiveTelemetry(options.source);
    this.#handling = new Deadlines("handling an event", { timeoutMs: handlerTimeoutMs, clock });
    this.#settling = new Deadlines("settling a message", { timeoutMs: SETTLE_TIMEOUT_MS, clock });
    this.#once = new OnceHandler(handler, options, { deadlines: this.#handling, telemetry: this.#telemetry });
  }

  /** Has a message handled, and tells what is to become of it. */
  async judge(message: ServiceBusReceivedMessage): Promise<Verdict> {
    this.#counts.received += 1;
    this.#telemetry.received();
    this.#locks?.hold(message);
    const turn = this.#slots.enter();
    if (turn !== undefined && !(await turn)) return GIVEN_BACK;
    try {
      return await this.#telemetry.trace(message, () => this.#handle(message));
    } catch (error) {
      return this.#afterFailure(error, message);
    } finally {
      this.#slots.leave();
    }
  }

  /** Begins no more handlers. */
  drain(): void {
    this.#slots.close();
  }

  /** Tells Service Bus what is to become of a message, as soon as that is known; answers what has. */
  async settle(
    message: ServiceBusReceivedMessage,
    judged: Promise<Verdict>,
    settlerNow: () => MessageSettler,
  ): Promise<MessageFate> {
    const { clock, onProblem } = this.#options;
    const verdict = await judged;
    const { settlement } = verdict;
    if (settlement.do === "abandon") {
      await clock.delay(settlement.afterMs, { signal: this.#stopping }).catch(() => {});
    }
    this.#locks?.release(message);
    try {
      await settleMessage(message, settlement, { settlerNow, turns: this.#turns, deadlines: this.#settling, clock });
    } catch (error) {
      this.#count(verdict, false);
      onProblem(toBusError(error, "Settling a message"));
      return "comes-again";
    }
    this.#count(verdict, true);
    this.#telemetry.settled(verdict);
    return settlement.do === "abandon" ? "comes-again" : "gone";
  }

  /** Ends the handlers that still run. */
  giveUp(): void {
    this.#isGivenUp = true;
    this.#handling.endAll(new DOMException("The processor is stopped.", "AbortError"));
  }

  /** To be called when all is over: nothing keeps the process any more. */
  close(): void {
    this.#locks?.close();
    this.#handling.close();
    this.#settling.close();
  }

  async #handle(message: ServiceBusReceivedMessage): Promise<Verdict> {
    const { source, claimCheck } = this.#options;
    const { applicationProperties, contentType, enqueuedTimeUtc, sessionId } = message;
    const replayFor = applicationProperties?.[PROPERTIES.replayFor];
    if (typeof replayFor === "string" && replayFor !== source.subscriptionName) return SKIPPED;
    const claim = claimOf(applicationProperties);
    const body: unknown = claim === undefined ? message.body : await redeem(claim, claimCheck);
    const decoded = decodeEvent({ contentType, enqueuedTimeUtc, body });
    if (!decoded.ok) return this.#malformed(decoded);
    if (decoded.event.eventType === "unknown") this.#counts.unknownTypes += 1;
    const attempt = attemptOf(message);
    const answer = await this.#once.handle(decoded.event, {
      eventId: eventIdOfMessage(message),
      wire: decoded.wire,
      attempt,
      enqueuedAt: enqueuedTimeUtc,
      sessionId,
    });
    if (answer === "handled") return HANDLED;
    if (answer === "done") return SKIPPED;
    return { settlement: { do: "abandon", afterMs: this.#backOff(attempt) }, count: "abandoned" };
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
    if (this.#isGivenUp) return GIVEN_BACK;
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
