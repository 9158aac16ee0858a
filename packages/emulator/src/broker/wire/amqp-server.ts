import type { Container, Connection } from "rhea";
import { BrokerError } from "../broker-error.ts";
import { ClientConnection, type ClientSocket } from "./client-connection.ts";
import type { Endpoint } from "./endpoint.ts";

/** Largest frame; what is longer goes in several. Bytes. */
const MAX_FRAME_BYTES = 65_536;
/** Silence after which a peer is asked for a sign of life. Milliseconds. */
const IDLE_TIMEOUT_MS = 60_000;

/** Speaks AMQP with clients, whatever socket they came by. */
export class AmqpServer {
  readonly endpoint: Endpoint;
  readonly #container: Container;
  readonly #connections = new Map<ClientConnection, Connection>();

  constructor(endpoint: Endpoint) {
    this.endpoint = endpoint;
    this.#container = endpoint.amqp.create_container({
      id: "azlin-broker",
      autoaccept: false,
      autosettle: false,
      treat_modified_as_released: false,
    });
    const mechanisms = this.#container.sasl_server_mechanisms as { enable_anonymous(): void };
    mechanisms.enable_anonymous();
  }

  /** Serves a client. */
  accept(socket: ClientSocket): void {
    const connection = this.#container.create_connection({
      max_frame_size: MAX_FRAME_BYTES,
      idle_time_out: IDLE_TIMEOUT_MS,
      session_buffer_size: { incoming: 2048, outgoing: 8192 },
    } as Parameters<Container["create_connection"]>[0]);
    const client = new ClientConnection(this.endpoint, connection, socket);
    this.#connections.set(client, connection);
    client.onEnd(() => this.#connections.delete(client));
    client.accept();
  }

  /** Ends all connections, with a word; resolves when the clients have had a moment to hear it. */
  async close(): Promise<void> {
    const stopped = new BrokerError("amqp:connection:forced", "The broker was stopped.");
    const clients = [...this.#connections.keys()];
    for (const client of clients) client.closeConnection(stopped);
    await new Promise((resolve) => {
      setImmediate(resolve);
    });
    for (const client of clients) client.reset();
  }
}
