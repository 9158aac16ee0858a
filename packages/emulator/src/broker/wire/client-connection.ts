import type { Connection, EventContext, Receiver, Sender } from "rhea";
import { unauthorizedAccess, type BrokerError } from "../broker-error.ts";
import type { FaultTarget } from "../faults/fault-target.ts";
import type { EntityAddress } from "../namespace/entity-address.ts";
import { parseAddress } from "../namespace/entity-address.ts";
import type { Namespace } from "../namespace/namespace.ts";
import { connectionInternals } from "./amqp-library.ts";
import { Authorization, type NeededRight } from "./authorization.ts";
import { answerTokens } from "./cbs-link.ts";
import type { Endpoint } from "./endpoint.ts";
import { answerRequests } from "./management-link.ts";
import { openPublishLink } from "./publish-link.ts";
import { toAmqpError } from "./amqp-error.ts";
import { readRawTransfers } from "./raw-transfers.ts";
import { openReceiveLink } from "./receive-link.ts";

/** The socket of a connection, as far as faults and shutdown need it. */
export type ClientSocket = NodeJS.ReadWriteStream & { destroy(): void };

/** One AMQP connection of a client: its tokens and its links. */
export class ClientConnection implements Omit<FaultTarget, "detach"> {
  readonly endpoint: Endpoint;
  readonly authorization: Authorization;
  /** Links on which requests are answered, by the address that requests name. */
  readonly replies = new Map<string, Sender>();
  readonly #connection: Connection;
  readonly #socket: ClientSocket;
  readonly #onEnd = new Set<() => void>();
  #namespace: Namespace | undefined;
  #isOver = false;

  constructor(endpoint: Endpoint, connection: Connection, socket: ClientSocket) {
    this.endpoint = endpoint;
    this.authorization = new Authorization(endpoint.clock);
    this.#connection = connection;
    this.#socket = socket;
    connection.on("connection_open", () => this.#opened());
    connection.on("session_open", ({ session }: EventContext) => readRawTransfers(session!));
    connection.on("sender_open", ({ sender }: EventContext) => this.#guard(sender!, () => this.#openSender(sender!)));
    connection.on("receiver_open", ({ receiver }: EventContext) =>
      this.#guard(receiver!, () => this.#openReceiver(receiver!)),
    );
    for (const event of ["disconnected", "connection_close"]) connection.on(event, () => this.end());
    // Without listeners the library would throw what clients report of their own mistakes.
    for (const event of IGNORED) connection.on(event, () => {});
    for (const event of ["error", "protocol_error"]) connection.on(event, () => this.reset());
    socket.on("close", () => this.#socketClosed());
  }

  /** Takes over the socket. */
  accept(): void {
    connectionInternals(this.#connection).accept(this.#socket);
  }

  /** The namespace that the client speaks to, once it is known. */
  get namespace(): Namespace | undefined {
    return this.#namespace;
  }

  /**
   * The namespaces that the client may mean: a host name means one or none, and by a loopback address a client means the one
   * whose key it knows.
   */
  namespacesMeant(): readonly Namespace[] {
    if (this.#namespace !== undefined) return [this.#namespace];
    const { hostname = "" } = this.#connection;
    return SERVICE_BUS_HOST.test(hostname) ? [] : this.endpoint.directory.all();
  }

  set namespace(namespace: Namespace | undefined) {
    this.#namespace = namespace;
  }

  /** @throws BrokerError when the client has shown no token for it. */
  requireRight(right: NeededRight): Namespace {
    this.authorization.require(right);
    if (this.#namespace === undefined) throw unauthorizedAccess("The namespace is not known.");
    return this.#namespace;
  }

  /** Detaches a link as soon as no token gives it the right any more. */
  holdRight(right: NeededRight, link: Sender | Receiver, detach: (error: BrokerError) => void): void {
    const release = this.authorization.hold(right, detach);
    for (const event of ["sender_close", "receiver_close", "session_close"]) link.on(event, release);
  }

  /** Calls back when the connection is over, however it ends. */
  onEnd(callback: () => void): () => void {
    this.#onEnd.add(callback);
    return () => this.#onEnd.delete(callback);
  }

  closeConnection(error: BrokerError): void {
    this.#connection.close({ condition: error.condition, description: error.message });
  }

  reset(): void {
    this.#socket.destroy();
    this.end();
  }

  freeze(ms: number): void {
    const connection = connectionInternals(this.#connection);
    connection.socket_ready = false;
    this.#socket.pause();
    void this.#thaw(ms);
  }

  /** Lets go of everything that the connection had. */
  end(): void {
    if (this.#isOver) return;
    this.#isOver = true;
    this.endpoint.traffic.connections -= 1;
    this.authorization.end();
    for (const callback of this.#onEnd) callback();
    this.#onEnd.clear();
  }

  async #thaw(afterMs: number): Promise<void> {
    await this.endpoint.clock.delay(afterMs);
    const connection = connectionInternals(this.#connection);
    connection.socket_ready = true;
    this.#socket.resume();
    if (!this.#isOver) connection.output();
  }

  #opened(): void {
    this.endpoint.traffic.connections += 1;
    this.#namespace = this.endpoint.directory.find(this.#connection.hostname ?? "");
  }

  #openSender(sender: Sender): void {
    const address = addressOf(sender.source?.address);
    if (address.entity === "$cbs" || address.isManagement) {
      this.replies.set(sender.name, sender);
      const target = (sender.target as { readonly address?: string } | null)?.address;
      if (target) this.replies.set(target, sender);
      return;
    }
    openReceiveLink(this, sender, address);
  }

  #openReceiver(receiver: Receiver): void {
    const address = addressOf((receiver.target as { readonly address?: string } | null)?.address);
    if (address.entity === "$cbs") answerTokens(this, receiver);
    else if (address.isManagement) answerRequests(this, receiver, address);
    else openPublishLink(this, receiver, address);
  }

  /** A link that is refused attaches, and is detached with the reason. */
  #guard(link: Sender | Receiver, open: () => void): void {
    try {
      open();
    } catch (error) {
      link.close(toAmqpError(error));
    }
  }

  /** A socket that was destroyed tells no end of its own. */
  #socketClosed(): void {
    if (!this.#isOver) connectionInternals(this.#connection).eof();
    this.end();
  }
}

const SERVICE_BUS_HOST = /\.servicebus\.[a-z.]+$/i;

const IGNORED = [
  "connection_error",
  "session_error",
  "session_close",
  "sender_error",
  "sender_close",
  "receiver_error",
  "receiver_close",
  "settled",
];

function addressOf(address: string | undefined): EntityAddress {
  if (address === "$cbs") return { entity: "$cbs", subQueue: "main", isManagement: false };
  return parseAddress(address ?? "");
}
