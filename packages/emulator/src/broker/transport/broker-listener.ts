import { ValidationError } from "@azlin/core";
import http from "node:http";
import https from "node:https";
import net, { type AddressInfo, type Server, type Socket } from "node:net";
import tls from "node:tls";
import type { Certificate } from "../../server/certificate.ts";
import type { AmqpServer } from "../wire/amqp-server.ts";
import { gatherWrites } from "./gather-writes.ts";
import { serveWebSockets } from "./web-sockets.ts";

/** Options of {@link Broker.listen}. */
export interface BrokerListenOptions {
  /** Default 0: any free one. */
  readonly port?: number;
  /** Address to bind. Anything but loopback needs `unsafeBind`. Default `127.0.0.1`. */
  readonly host?: string;
  readonly unsafeBind?: boolean;
  /** Serve TLS with this certificate. Default: plain. */
  readonly tls?: Certificate;
  /** Serve AMQP over WebSocket at `/$servicebus/websocket`. Default: AMQP itself. */
  readonly webSocket?: boolean;
}

/** A port on which a broker serves clients. */
export interface BrokerListener {
  readonly port: number;
  readonly host: string;
  readonly isTls: boolean;
  readonly isWebSocket: boolean;
  close(): Promise<void>;
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/**
 * Opens a port for clients.
 *
 * @throws ValidationError (`UNSAFE_BIND`) for an address that is not loopback.
 */
export async function listenForClients(server: AmqpServer, options: BrokerListenOptions): Promise<BrokerListener> {
  const { host = "127.0.0.1", port = 0 } = options;
  if (!LOOPBACK.has(host) && options.unsafeBind !== true) {
    throw new ValidationError("UNSAFE_BIND", `The local broker does not listen on '${host}'.`, {
      hint: "It has no secrets worth the name: keep it on loopback, or say so with unsafeBind.",
    });
  }
  const listening =
    options.webSocket === true ? webSocketServer(server, options.tls) : socketServer(server, options.tls);
  const sockets = new Set<Socket>();
  listening.on("connection", (socket: Socket) => {
    sockets.add(socket);
    // Without it every new link would wait 40 ms for an acknowledgement that the other side delays.
    socket.setNoDelay(true);
    socket.on("close", () => sockets.delete(socket));
    socket.on("error", () => {});
  });
  const bound = await bind(listening, port, host);
  const kind = { isTls: options.tls !== undefined, isWebSocket: options.webSocket === true };
  return { port: bound, host, ...kind, close: () => closeAll(listening, sockets) };
}

function socketServer(server: AmqpServer, certificate: Certificate | undefined): Server {
  const accept = (socket: Socket): void => {
    socket.on("error", () => {});
    gatherWrites(socket);
    server.accept(socket);
  };
  return certificate === undefined ? net.createServer(accept) : tls.createServer({ ...certificate }, accept);
}

function webSocketServer(server: AmqpServer, certificate: Certificate | undefined): Server {
  const listening = certificate === undefined ? http.createServer() : https.createServer({ ...certificate });
  serveWebSockets(server, listening);
  return listening;
}

function bind(server: Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function closeAll(server: Server, sockets: ReadonlySet<Socket>): Promise<void> {
  return new Promise((resolve) => {
    server.close(() => resolve());
    for (const socket of sockets) socket.destroy();
  });
}
