import { BrokerError, entityDisabled, entityNotFound } from "../broker-error.ts";
import type { EntityStatus } from "../entities/entity-settings.ts";
import type { MessageContent } from "../entities/message-content.ts";
import { requireSize } from "./check-message.ts";
import type { Namespace } from "./namespace.ts";

/** Messages on their way to an entity. */
export interface Sending {
  readonly contents: readonly MessageContent[];
  /** How often they were forwarded before. Default 0. */
  readonly hops?: number;
  readonly deadLetterSource?: string;
}

/**
 * Gives messages to a queue or a topic, all or none.
 *
 * @returns their numbers; zero for a duplicate.
 * @throws BrokerError when the entity is not there, disabled or full, or a message is too large.
 */
export function sendTo(
  namespace: Namespace,
  name: string,
  { contents, hops = 0, deadLetterSource }: Sending,
): number[] {
  const entity = namespace.entity(name);
  if (entity === undefined) throw entityNotFound(`${namespace.name}:${name}`);
  requireSending(entity.path, entity.settings.status);
  for (const content of contents) requireSize(content, namespace.limits.maxMessageBytes);
  entity.accessedAtMs = namespace.clock.now();
  return contents.map((content) =>
    entity.kind === "queue" ? entity.publish(content, hops, deadLetterSource) : entity.publish(content, hops),
  );
}

/** @throws BrokerError when nothing can be sent there now. */
export function requireSending(path: string, status: EntityStatus): void {
  if (status === "Disabled" || status === "SendDisabled") throw entityDisabled(path);
}

/** @throws BrokerError when nothing can be received there now. */
export function requireReceiving(path: string, status: EntityStatus): void {
  if (status === "Disabled" || status === "ReceiveDisabled") throw entityDisabled(path);
}

/** @throws BrokerError for what is received from an entity that passes its messages on. */
export function requireNoForwarding(path: string, forwardTo: string | undefined): void {
  if (forwardTo === undefined) return;
  throw new BrokerError(
    "amqp:not-allowed",
    `Can not create a message receiver on '${path}', which forwards to '${forwardTo}'.`,
  );
}
