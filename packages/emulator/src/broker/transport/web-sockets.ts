import type { IncomingMessage } from "node:http";
import type { Server } from "node:net";
import type { Duplex } from "node:stream";
import type { AmqpServer } from "../wire/amqp-server.ts";

/** Where and how Service Bus serves AMQP over WebSocket. */
const PATH = "/$servicebus/websocket";
const SUBPROTOCOL = "AMQPWSB10";

/** Lets an HTTP server take clients that come by WebSocket. */
export function serveWebSockets(amqp: AmqpServer, listening: Server): void {
  listening.on("upgrade", (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    const path = (request.url ?? "").replace(/\/+$/, "").toLowerCase();
    const isAsked = (request.headers["sec-websocket-protocol"] ?? "").includes(SUBPROTOCOL);
    if (path !== PATH || !isAsked) {
      socket.end("HTTP/1.1 404 Not Found\r\nConnection: close\r\n\r\n");
      return;
    }
    void upgrade(amqp, request, { socket, head });
  });
}

async function upgrade(
  amqp: AmqpServer,
  request: IncomingMessage,
  { socket, head }: { readonly socket: Duplex; readonly head: Buffer },
): Promise<void> {
  const { createWebSocketStream, WebSocketServer } = await import("ws");
  const sockets = new WebSocketServer({ noServer: true, handleProtocols: () => SUBPROTOCOL, perMessageDeflate: false });
  sockets.handleUpgrade(request, socket, head, (webSocket) => {
    const stream = createWebSocketStream(webSocket);
    stream.on("error", () => {});
    amqp.accept(stream);
  });
}
