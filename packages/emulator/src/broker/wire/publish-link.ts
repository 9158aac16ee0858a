import type { Delivery, EventContext, Receiver } from "rhea";
import { BrokerError, entityNotFound } from "../broker-error.ts";
import { applyBrokerFault, type FaultTarget } from "../faults/fault-target.ts";
import type { EntityAddress } from "../namespace/entity-address.ts";
import type { Namespace } from "../namespace/namespace.ts";
import { requireSending, sendTo } from "../namespace/send-to.ts";
import { toAmqpError } from "./amqp-error.ts";
import { linkInternals } from "./amqp-library.ts";
import type { NeededRight } from "./authorization.ts";
import type { ClientConnection } from "./client-connection.ts";

/** A link on which a client sends messages to one entity. */
class PublishLink implements FaultTarget {
  readonly #connection: ClientConnection;
  readonly #receiver: Receiver;
  readonly #namespace: Namespace;
  readonly #entity: string;
  /** Outcome of what was taken: the same for all, so that answers of one turn go as one. */
  readonly #accepted: unknown;

  constructor(connection: ClientConnection, receiver: Receiver, place: { namespace: Namespace; entity: string }) {
    this.#connection = connection;
    this.#receiver = receiver;
    this.#namespace = place.namespace;
    this.#entity = place.entity;
    this.#accepted = connection.endpoint.amqp.message.accepted().described();
    receiver.on("message", (context: EventContext) => this.#take(context));
  }

  detach({ condition, message }: BrokerError): void {
    this.#receiver.close({ condition, description: message });
  }

  closeConnection(error: BrokerError): void {
    this.#connection.closeConnection(error);
  }

  reset(): void {
    this.#connection.reset();
  }

  freeze(ms: number): void {
    this.#connection.freeze(ms);
  }

  #take({ message, delivery }: EventContext): void {
    const { faults } = this.#connection.endpoint;
    const remainder = applyBrokerFault(faults.strike("send", this.#entity), this);
    if (remainder instanceof BrokerError) return this.#reject(delivery!, remainder);
    if (remainder === "nothing") return;
    try {
      const times = remainder === "drop" ? 0 : remainder === "duplicate" ? 2 : 1;
      for (let time = 0; time < times; time += 1) this.#store(message as unknown as Buffer, delivery!.format);
      if (remainder !== "swallow") this.#acceptWhenCommitted(delivery!);
    } catch (error) {
      this.#reject(delivery!, error);
    }
  }

  #store(bytes: Buffer, format: number): void {
    const { codec, traffic } = this.#connection.endpoint;
    const contents = codec.decodeTransfer(bytes, format);
    sendTo(this.#namespace, this.#entity, { contents });
    traffic.messagesIn += contents.length;
  }

  #acceptWhenCommitted(delivery: Delivery): void {
    const waiting = this.#connection.endpoint.committed();
    const accept = (): void => delivery.update(true, this.#accepted);
    if (waiting === undefined) accept();
    else waiting.then(accept, (error: unknown) => this.#reject(delivery, error));
  }

  #reject(delivery: Delivery, error: unknown): void {
    const { message } = this.#connection.endpoint.amqp;
    delivery.update(true, message.rejected({ error: toAmqpError(error) }).described());
  }
}

/**
 * Opens a link on which a client sends.
 *
 * @throws BrokerError when it may not, or there is nothing to send to.
 */
export function openPublishLink(connection: ClientConnection, receiver: Receiver, address: EntityAddress): void {
  const right: NeededRight = { path: address.entity, rights: ["Send"] };
  const namespace = connection.requireRight(right);
  const entity = namespace.entity(address.entity);
  if (entity === undefined || address.subscription !== undefined) {
    throw entityNotFound(`sb://${namespace.name}.servicebus.windows.net/${address.entity}`);
  }
  requireSending(entity.path, entity.settings.status);
  const { attach } = linkInternals(receiver).local;
  attach["max_message_size"] = namespace.limits.maxMessageBytes;
  receiver.set_source({ address: receiver.source?.address ?? "" });
  receiver.set_target({ address: address.entity });
  const link = new PublishLink(connection, receiver, { namespace, entity: entity.name });
  const refused = applyBrokerFault(connection.endpoint.faults.strike("attach", entity.name), link);
  if (refused instanceof BrokerError) throw refused;
  connection.holdRight(right, receiver, (error) => link.detach(error));
}
