import { BrokerError } from "../broker-error.ts";
import type { BrokerFaultEffect, FaultCondition } from "./broker-fault.ts";

/** What faults can be done to. */
export interface FaultTarget {
  /** Ends the link. */
  detach(error: BrokerError): void;
  /** Ends the connection, with a word. */
  closeConnection(error: BrokerError): void;
  /** Ends the connection, without one. */
  reset(): void;
  /** Lets the connection say and hear nothing for a while. */
  freeze(ms: number): void;
}

/** What is left for the link itself to do: what it was asked for, or less, or more. */
export type Remainder = "proceed" | "swallow" | "drop" | "duplicate" | "nothing" | BrokerError;

/** Does what an effect does to links and connections; tells what remains to be done. */
export function applyBrokerFault(effect: BrokerFaultEffect | undefined, target: FaultTarget): Remainder {
  if (effect === undefined) return "proceed";
  if ("swallow" in effect) return "swallow";
  if ("drop" in effect) return "drop";
  if ("duplicate" in effect) return "duplicate";
  if ("throttle" in effect) return serverBusy();
  if ("reject" in effect) return injected(effect.reject);
  if ("freezeMs" in effect) {
    target.freeze(effect.freezeMs);
    return "proceed";
  }
  if ("reset" in effect) target.reset();
  else if ("detach" in effect) target.detach(injected(effect.detach));
  else target.closeConnection(injected(effect.closeConnection));
  return "nothing";
}

function injected({ condition, description }: FaultCondition): BrokerError {
  return new BrokerError(condition, description ?? "A fault was injected.");
}

function serverBusy(): BrokerError {
  return new BrokerError(
    "com.microsoft:server-busy",
    "The request was terminated because the entity is being throttled. Please wait 2 seconds and try again.",
  );
}
