import { ValidationError } from "@azlin/core";
import http from "node:http";
import https from "node:https";
import type { AddressInfo } from "node:net";
import type { Emulator } from "../emulator.ts";
import { createCertificate, type Certificate } from "./certificate.ts";
import { proxyConnections } from "./connect-proxy.ts";
import { nodeHandler } from "./node-handler.ts";

/** Options of {@link Emulator.listen}. */
export interface ListenOptions {
  /** Port of the plain HTTP and CONNECT listener. Default 0: any free one. */
  readonly port?: number;
  /** Address to bind. Anything but loopback needs `unsafeBind`. Default `127.0.0.1`. */
  readonly host?: string;
  readonly unsafeBind?: boolean;
  /** Serve HTTPS too, and let CONNECT lead to it: what `az` and stock clients need. Default false. */
  readonly tls?: boolean;
  /** Port of the HTTPS listener. Default 0: any free one. */
  readonly tlsPort?: number;
  /** Port on which Service Bus speaks AMQP; `true`: any free one. Default: none. */
  readonly amqp?: number | true;
  /** Certificate of the HTTPS listener; made when absent. */
  readonly certificate?: Certificate;
}

/** A local Azure that other processes reach. */
export interface RunningServer extends AsyncDisposable {
  /** Plain HTTP; also the proxy to name in `HTTPS_PROXY` when it serves TLS. */
  readonly url: string;
  /** HTTPS, when asked for. */
  readonly tlsUrl?: string;
  /** Port on which Service Bus speaks AMQP, without TLS; when asked for. */
  readonly amqpPort?: number;
  /** The certificate to trust, when it serves TLS. */
  readonly certificate?: Certificate;
  close(): Promise<void>;
}

const LOOPBACK = new Set(["127.0.0.1", "::1", "localhost"]);

/**
 * Serves an emulator's `fetch` over sockets.
 *
 * @throws ValidationError (`UNSAFE_BIND`) for an address that is not loopback.
 */
export async function listen(emulator: Pick<Emulator, "fetch">, options: ListenOptions): Promise<RunningServer> {
  const host = options.host ?? "127.0.0.1";
  if (!LOOPBACK.has(host) && options.unsafeBind !== true) {
    throw new ValidationError("UNSAFE_BIND", `The local Azure does not listen on '${host}'.`, {
      hint: "It has no secrets worth the name: keep it on loopback, or say so with --unsafe-bind.",
    });
  }
  const plain = http.createServer({ keepAliveTimeout: 60_000 }, nodeHandler(emulator.fetch, "http"));
  const url = `http://${host}:${await bind(plain, options.port ?? 0, host)}`;
  if (options.tls !== true) return running([plain], { url });
  const certificate = options.certificate ?? (await createCertificate());
  const { key, cert } = certificate;
  const secure = https.createServer({ key, cert, keepAliveTimeout: 60_000 }, nodeHandler(emulator.fetch, "https"));
  const tlsUrl = `https://${host}:${await bind(secure, options.tlsPort ?? 0, host)}`;
  proxyConnections(plain, secure);
  return running([plain, secure], { url, tlsUrl, certificate });
}

function bind(server: http.Server | https.Server, port: number, host: string): Promise<number> {
  return new Promise((resolve, reject) => {
    server.once("error", reject);
    server.listen(port, host, () => {
      server.off("error", reject);
      resolve((server.address() as AddressInfo).port);
    });
  });
}

function running(
  servers: readonly (http.Server | https.Server)[],
  addresses: Pick<RunningServer, "url" | "tlsUrl" | "certificate">,
): RunningServer {
  let closing: Promise<void> | undefined;
  const close = (): Promise<void> => (closing ??= closeAll(servers));
  return { ...addresses, close, [Symbol.asyncDispose]: close };
}

async function closeAll(servers: readonly (http.Server | https.Server)[]): Promise<void> {
  await Promise.all(
    servers.map(
      (server) =>
        new Promise<void>((resolve) => {
          server.close(() => resolve());
          server.closeAllConnections();
        }),
    ),
  );
}
