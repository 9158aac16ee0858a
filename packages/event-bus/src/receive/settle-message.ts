import { retry, waits, withDeadline, type Clock } from "@azlin/core";
import type { ServiceBusReceivedMessage, ServiceBusReceiver } from "@azure/service-bus";
import { toBusError } from "../connection/bus-error.ts";
import type { SettlementTurns } from "./settlement-turns.ts";
import type { Settlement } from "./settlement.ts";

/** What can settle a message. */
export type MessageSettler = Pick<ServiceBusReceiver, "completeMessage" | "abandonMessage" | "deadLetterMessage">;

/** What it takes to settle. */
export interface SettlementParts {
  /** Asked before each attempt: a receiver that was made anew settles what the old one has received. */
  readonly settlerNow: () => MessageSettler;
  readonly turns: SettlementTurns;
  readonly clock: Clock;
}

/** Milliseconds that one attempt to settle may take. */
const TIMEOUT_MS = 15_000;

const AGAIN = waits([100, 500], { codes: ["BUS_UNREACHABLE", "BUS_BUSY", "TIMED_OUT"] });

/**
 * Tells Service Bus what becomes of a message.
 *
 * @throws ConflictError (`BUS_LOCK_LOST`) when the lock is over; the message comes again.
 */
export async function settleMessage(
  message: ServiceBusReceivedMessage,
  settlement: Settlement,
  { settlerNow, turns, clock }: SettlementParts,
): Promise<void> {
  await retry(
    async () => {
      try {
        const settle = async (): Promise<void> => {
          await turns.enter(settlement.do === "complete" ? "completion" : "other");
          await settleOnce(settlerNow(), message, settlement);
        };
        await withDeadline("settling a message", { timeoutMs: TIMEOUT_MS, clock }, settle);
      } catch (error) {
        throw toBusError(error, "Settling a message");
      }
    },
    { strategies: [AGAIN], maxAttempts: 3, clock },
  );
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
