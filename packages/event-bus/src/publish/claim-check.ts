import { ValidationError } from "@azlin/core";
import { PROPERTIES } from "../envelope/event-message.ts";
import type { StampableMessage } from "./sequence-stamp.ts";

/** Where bodies lie that are too large for a message. */
export interface ClaimStore {
  /** Keeps bytes under a name; the same name always comes with the same bytes. */
  put(name: string, bytes: Uint8Array): Promise<void>;
  /** @throws NotFoundError when there is none of the name. */
  get(name: string): Promise<Uint8Array>;
}

/** Body size from which a claim is checked in: below what Service Bus takes on its standard tier, properties included. */
const CLAIM_BYTES = 192 * 1024;

/** Puts a large body into the store, and its claim into the message; leaves a small one as it is. */
export async function checkIn(message: StampableMessage, store: ClaimStore): Promise<StampableMessage> {
  const bytes = Buffer.from(message.body);
  if (bytes.byteLength < CLAIM_BYTES) return message;
  const name = `claims/${encodeURIComponent(message.messageId)}.json`;
  await store.put(name, bytes);
  return {
    ...message,
    body: "{}",
    applicationProperties: { ...message.applicationProperties, [PROPERTIES.claim]: name },
  };
}

/** Name in the store under which the body of a message lies; `undefined` when the message holds it. */
export function claimOf(properties: Readonly<Record<string, unknown>> | undefined): string | undefined {
  const name = properties?.[PROPERTIES.claim];
  return typeof name === "string" ? name : undefined;
}

/**
 * Body that lies in the store.
 *
 * @throws ValidationError (`NO_CLAIM_STORE`) when no store is given; NotFoundError.
 */
export async function redeem(name: string, store: ClaimStore | undefined): Promise<string> {
  if (store === undefined) {
    throw new ValidationError("NO_CLAIM_STORE", `The event's body lies in '${name}', and no store is given.`, {
      hint: "Give claimCheck, as its publisher does.",
    });
  }
  return Buffer.from(await store.get(name)).toString("utf8");
}
