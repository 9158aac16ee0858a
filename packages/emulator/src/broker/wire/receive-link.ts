import process from "node:process";
import type { Delivery, EventContext, Sender } from "rhea";
import { BrokerError, messageLockLost, notAllowed } from "../broker-error.ts";
import type { Consumer, ReceiveMode } from "../entities/consumer.ts";
import type { MessageLock } from "../entities/lock-table.ts";
import type { MessageQueue } from "../entities/message-queue.ts";
import type { Settlement } from "../entities/settlement.ts";
import type { StoredMessage } from "../entities/stored-message.ts";
import { applyBrokerFault, type FaultTarget } from "../faults/fault-target.ts";
import type { EntityAddress } from "../namespace/entity-address.ts";
import { findReceiving } from "../namespace/find-mailbox.ts";
import { requireNoForwarding, requireReceiving } from "../namespace/send-to.ts";
import { toAmqpError } from "./amqp-error.ts";
import { linkInternals, settleDelivery, type LinkInternals } from "./amqp-library.ts";
import type { NeededRight } from "./authorization.ts";
import type { ClientConnection } from "./client-connection.ts";
import { answerDrains } from "./drain.ts";
import { deliveryTagOf } from "./lock-token.ts";
import { settlementOf } from "./outcome.ts";
import { acceptSession, sessionFilterOf } from "./session-attach.ts";

/** Settle modes in which a client says how it receives. */
const SETTLED = 1;
const OUTCOMES = ["accepted", "rejected", "released", "modified"] as const;

/** A link on which a client receives from one queue. */
export class ReceiveLink implements Consumer, FaultTarget {
  readonly mode: ReceiveMode;
  readonly queue: MessageQueue;
  readonly sender: Sender;
  readonly #connection: ClientConnection;
  readonly #internals: LinkInternals;
  /** Tokens of the locks behind deliveries that the client has not settled. */
  readonly #tokens = new Map<number, string>();
  #isOpen = true;

  constructor(connection: ClientConnection, sender: Sender, queue: MessageQueue) {
    this.#connection = connection;
    this.sender = sender;
    this.queue = queue;
    this.mode = sender.snd_settle_mode === SETTLED ? "receiveAndDelete" : "peekLock";
    this.#internals = linkInternals(sender);
    for (const outcome of OUTCOMES) sender.on(outcome, ({ delivery }: EventContext) => this.#settle(delivery!));
    sender.on("sender_flow", () => queue.wake());
    answerDrains(sender, () => queue.wake());
    const stopFollowing = connection.onEnd(() => this.end());
    for (const event of ["sender_close", "session_close"]) {
      sender.on(event, () => {
        stopFollowing();
        this.end();
      });
    }
    sender.session.on("session_close", () => this.end());
  }

  credit(): number {
    const { credit, session } = this.#internals;
    if (!this.#isOpen || !this.#internals.connection.socket_ready) return 0;
    const { next_delivery_id: next, next_pending_delivery: pending } = session.outgoing;
    return Math.min(credit - (next - pending), session.outgoing.available());
  }

  deliver(message: StoredMessage, lock: MessageLock | undefined): void {
    const { codec, faults, traffic } = this.#connection.endpoint;
    const remainder = applyBrokerFault(faults.strike("receive", this.queue.path), this);
    if (remainder === "drop" || remainder === "swallow" || remainder === "nothing") return;
    const bytes = codec.encodeDelivery(message, lock);
    for (let left = remainder === "duplicate" ? 2 : 1; left > 0; left -= 1) this.#send(bytes, lock);
    traffic.messagesOut += 1;
  }

  /** Ends the link, and tells the client why. */
  detach({ condition, message }: BrokerError): void {
    this.sender.close({ condition, description: message });
    this.end();
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

  /** The client is no longer there. What it settled just before still counts: the library tells of it after this. */
  end(): void {
    if (!this.#isOpen) return;
    this.#isOpen = false;
    process.nextTick(() => {
      this.#tokens.clear();
      this.queue.detach(this);
    });
  }

  #send(bytes: Buffer, lock: MessageLock | undefined): void {
    const tag = lock === undefined ? undefined : deliveryTagOf(lock.token);
    const delivery = this.sender.send(bytes, tag, 0);
    if (lock === undefined) settleDelivery(delivery, undefined);
    else this.#tokens.set(delivery.id, lock.token);
  }

  #settle(delivery: Delivery): void {
    const token = this.#tokens.get(delivery.id);
    this.#tokens.delete(delivery.id);
    const { faults } = this.#connection.endpoint;
    const remainder = applyBrokerFault(faults.strike("settle", this.queue.path), this);
    if (remainder === "nothing") return;
    if (remainder instanceof BrokerError) return this.#answer(delivery, remainder);
    try {
      if (remainder !== "drop") this.#apply(token, settlementOf(delivery.remote_state));
      if (remainder !== "swallow") this.#answerWhenCommitted(delivery);
    } catch (error) {
      this.#answer(delivery, error);
    }
  }

  #apply(token: string | undefined, settlement: Settlement): void {
    if (token === undefined) throw messageLockLost();
    this.queue.settle(token, settlement);
  }

  #answerWhenCommitted(delivery: Delivery): void {
    const waiting = this.#connection.endpoint.committed();
    if (waiting === undefined) this.#answer(delivery);
    else
      waiting.then(
        () => this.#answer(delivery),
        (error: unknown) => this.#answer(delivery, error),
      );
  }

  #answer(delivery: Delivery, error?: unknown): void {
    const { message } = this.#connection.endpoint.amqp;
    const outcome = error === undefined ? message.accepted() : message.rejected({ error: toAmqpError(error) });
    settleDelivery(delivery, outcome.described());
  }
}

/**
 * Opens a link on which a client receives; for a session it opens once the client has one.
 *
 * @throws BrokerError when it may not, or there is nothing to receive from.
 */
export function openReceiveLink(connection: ClientConnection, sender: Sender, address: EntityAddress): void {
  const path =
    address.subscription === undefined ? address.entity : `${address.entity}/Subscriptions/${address.subscription}`;
  const right: NeededRight = { path, rights: ["Listen"] };
  const namespace = connection.requireRight(right);
  const entity = findReceiving(namespace, address);
  requireReceiving(entity.path, entity.settings.status);
  if (address.subQueue === "main") requireNoForwarding(entity.path, entity.settings.forwardTo);
  entity.accessedAtMs = connection.endpoint.clock.now();
  const queue = entity.mailbox.queue(address.subQueue);
  const filter = sessionFilterOf(sender);
  if (queue.requiresSession !== filter.isPresent) throw notAllowed(wrongKind(entity.path, queue.requiresSession));
  const { attach } = linkInternals(sender).local;
  attach["snd_settle_mode"] = sender.snd_settle_mode;
  attach["rcv_settle_mode"] = sender.rcv_settle_mode;
  sender.set_target({ address: (sender.target as { readonly address?: string } | null)?.address ?? "" });
  const link = new ReceiveLink(connection, sender, queue);
  const refused = applyBrokerFault(connection.endpoint.faults.strike("attach", entity.path), link);
  if (refused instanceof BrokerError) throw refused;
  connection.holdRight(right, sender, (error) => link.detach(error));
  if (filter.isPresent) return acceptSession(connection, link, filter.sessionId);
  sender.set_source({ address: sender.source.address });
  queue.attach(link);
}

function wrongKind(path: string, requiresSession: boolean): string {
  return requiresSession
    ? `It is not possible for an entity that requires sessions to create a non-sessionful message receiver: '${path}'.`
    : `A sessionful message receiver cannot be created on an entity that does not require sessions: '${path}'.`;
}
