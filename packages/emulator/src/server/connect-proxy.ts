import type http from "node:http";
import type https from "node:https";
import type { Socket } from "node:net";

const SERVED =
  /(^|\.)(management\.azure\.com|management\.core\.windows\.net|login\.microsoftonline\.com|login\.windows\.net|graph\.microsoft\.com|vault\.azure\.net|core\.windows\.net|servicebus\.windows\.net|monitor\.azure\.com|raw\.githubusercontent\.com)$/i;
const LOOPBACK = /^(127\.0\.0\.1|localhost|\[::1\])$/i;

/**
 * Makes a plain server a proxy whose tunnels all end in the local Azure: a stock client with `HTTPS_PROXY` set
 * talks to `https://management.azure.com` and never leaves the machine. Hosts that are not Azure's are refused.
 */
export function proxyConnections(plain: http.Server, secure: https.Server): void {
  plain.on("connect", (request, socket: Socket, head) => {
    const host = (request.url ?? "").replace(/:\d+$/, "");
    if (!SERVED.test(host) && !LOOPBACK.test(host)) {
      socket.end("HTTP/1.1 403 Forbidden\r\ncontent-length: 0\r\n\r\n");
      return;
    }
    socket.on("error", () => socket.destroy());
    socket.write("HTTP/1.1 200 Connection Established\r\n\r\n");
    if (head.length > 0) socket.unshift(head);
    secure.emit("connection", socket);
  });
}
