import { BrokerFaults } from "../../broker/faults/broker-faults.ts";
import {
  listenForClients,
  type BrokerListener,
  type BrokerListenOptions,
} from "../../broker/transport/broker-listener.ts";
import { inProcessWebSocket, type WebSocketClass } from "../../broker/transport/in-process-socket.ts";
import { loadAmqpLibrary } from "../../broker/wire/amqp-library.ts";
import { AmqpServer } from "../../broker/wire/amqp-server.ts";
import { MessageCodec } from "../../broker/wire/message-codec.ts";
import type { World } from "../../world/world.ts";
import { brokerNamespaces } from "./broker-namespaces.ts";
import { worldTokenVerifier } from "./token-rights.ts";

/** The AMQP side of a world's Service Bus namespaces. */
export class ServiceBusServer {
  /** A WebSocket class that leads into this process, for `webSocketOptions.webSocket` of the official client. */
  readonly webSocket: WebSocketClass;
  readonly faults: BrokerFaults;
  readonly #server: AmqpServer;
  readonly #listeners = new Set<BrokerListener>();

  private constructor(server: AmqpServer) {
    this.#server = server;
    this.faults = server.endpoint.faults;
    this.webSocket = inProcessWebSocket(server);
  }

  /** Loads what speaks AMQP, and serves the world's namespaces. */
  static async start(world: World): Promise<ServiceBusServer> {
    const amqp = await loadAmqpLibrary();
    return new ServiceBusServer(
      new AmqpServer({
        amqp,
        codec: new MessageCodec(amqp, world.ids.random),
        clock: world.clock,
        faults: new BrokerFaults(),
        directory: brokerNamespaces(world),
        verifyToken: worldTokenVerifier(world),
        committed: () => undefined,
        traffic: { connections: 0, messagesIn: 0, messagesOut: 0 },
      }),
    );
  }

  /**
   * Opens a port for clients.
   *
   * @throws ValidationError (`UNSAFE_BIND`) for an address that is not loopback.
   */
  async listen(options: BrokerListenOptions = {}): Promise<BrokerListener> {
    const listener = await listenForClients(this.#server, options);
    this.#listeners.add(listener);
    return listener;
  }

  /** Closes connections and ports. */
  async stop(): Promise<void> {
    await this.#server.close();
    await Promise.all([...this.#listeners].map((listener) => listener.close()));
  }
}
