import { retry, waits, type Clock } from "@azlin/core";
import type { ServiceBusReceivedMessage, ServiceBusReceiver } from "@azure/service-bus";
import { toBusError } from "../connection/bus-error.ts";
import type { Deadlines } from "./deadlines.ts";
import type { SettlementTurns } from "./settlement-turns.ts";
import type { Settlement } from "./settlement.ts";

/** What can settle a message. */
export type MessageSettler = Pick<ServiceBusReceiver, "completeMessage" | "abandonMessage" | "deadLetterMessage">;

/** What it takes to settle. */
export interface SettlementParts {
  /** Asked before each attempt: a receiver that was made anew settles what the old one has received. */
  readonly settlerNow: () => MessageSettler;
  readonly turns: SettlementTurns;
  /** How long one attempt may take. */
  readonly deadlines: Deadlines;
  readonly clock: Clock;
}

/** Milliseconds that one attempt to settle may take. */
export const SETTLE_TIMEOUT_MS = 15_000;

const AGAIN = waits([100, 500], { codes: ["BUS_UNREACHABLE", "BUS_BUSY", "TIMED_OUT"] });

/**
 * Tells Service Bus what becomes of a message.
 *
 * @throws ConflictError (`BUS_LOCK_LOST`) when the lock is over; the message comes again.
 */
export function settleMessage(
  message: ServiceBusReceivedMessage,
  settlement: Settlement,
  parts: SettlementParts,
): Promise<void> {
  const { settlerNow, turns, deadlines, clock } = parts;
  const kind = settlement.do === "complete" ? "completion" : "other";
  const settle = (): Promise<void> => settleOnce(settlerNow(), message, settlement);
  const attempt = (): Promise<void> => deadlines.within(() => turns.send(kind, settle));
  const first = attempt();
  return first.catch(() => {
    // Only now: getting ready to try again costs more than what nearly always succeeds.
    const again = (number: number): Promise<void> => (number === 1 ? first : attempt()).catch(throwBusError);
    return retry(again, { strategies: [AGAIN], maxAttempts: 3, clock });
  });
}

function throwBusError(error: unknown): never {
  throw toBusError(error, "Settling a message");
}

function settleOnce(
  settler: MessageSettler,
  message: ServiceBusReceivedMessage,
  settlement: Settlement,
): Promise<void> {
  switch (settlement.do) {
    case "complete":
      return settler.completeMessage(message);
    case "abandon":
      return settler.abandonMessage(message);
    case "deadLetter": {
      const { reason: deadLetterReason, description: deadLetterErrorDescription } = settlement;
      return settler.deadLetterMessage(message, { deadLetterReason, deadLetterErrorDescription });
    }
  }
}
