import { invalidField } from "../broker-error.ts";
import type { MessageQueue } from "../entities/message-queue.ts";
import type { EntityAddress } from "../namespace/entity-address.ts";
import { findReceiving } from "../namespace/find-mailbox.ts";
import type { Namespace } from "../namespace/namespace.ts";
import { toNumber } from "../wire/amqp-values.ts";
import type { Endpoint } from "../wire/endpoint.ts";
import { tokenOfUuid } from "../wire/lock-token.ts";

/** A request to an entity's `$management`. */
export interface ManagementCall {
  readonly namespace: Namespace;
  readonly address: EntityAddress;
  readonly body: Readonly<Record<string, unknown>>;
  readonly endpoint: Endpoint;
}

/** Performs a request. `undefined`: there is nothing to tell. Throws BrokerError to refuse. */
export type ManagementOperation = (call: ManagementCall) => Readonly<Record<string, unknown>> | undefined;

/** The queue that a request is about. */
export function queueOf({ namespace, address }: ManagementCall): MessageQueue {
  return findReceiving(namespace, address).mailbox.queue(address.subQueue);
}

/** The numbers at `key`. */
export function numbersAt(body: ManagementCall["body"], key: string): number[] {
  const value = body[key];
  if (!Array.isArray(value)) throw invalidField(`'${key}' is missing.`);
  return value.map(toNumber);
}

/** The lock tokens of a request. */
export function tokensOf(body: ManagementCall["body"]): string[] {
  const value = body["lock-tokens"];
  if (!Array.isArray(value)) throw invalidField("'lock-tokens' is missing.");
  return value.map((bytes) => tokenOfUuid(bytes as Uint8Array));
}

/** The text at `key`, if it is one. */
export function textAt(body: ManagementCall["body"], key: string): string | undefined {
  const value = body[key];
  return typeof value === "string" ? value : undefined;
}

/** @throws BrokerError when there is no text at `key`. */
export function requireText(body: ManagementCall["body"], key: string): string {
  const text = textAt(body, key);
  if (text === undefined) throw invalidField(`'${key}' is missing.`);
  return text;
}
