import { entityNotFound, notAllowed } from "../broker-error.ts";
import type { EntityAddress } from "./entity-address.ts";
import type { Namespace } from "./namespace.ts";
import type { Queue } from "./queue.ts";
import type { Subscription } from "./subscription.ts";

/**
 * What messages are received from at an address.
 *
 * @throws BrokerError when it is not there, or is a topic.
 */
export function findReceiving(namespace: Namespace, { entity, subscription }: EntityAddress): Queue | Subscription {
  if (subscription !== undefined) {
    const found = namespace.subscription(entity, subscription);
    if (found === undefined) throw entityNotFound(`${namespace.name}:Topic:${entity}|${subscription}`);
    return found;
  }
  const found = namespace.entity(entity);
  if (found === undefined) throw entityNotFound(`sb://${namespace.name}.servicebus.windows.net/${entity}`);
  if (found.kind === "topic")
    throw notAllowed(`Cannot create a receiver on the topic '${entity}': name a subscription.`);
  return found;
}
