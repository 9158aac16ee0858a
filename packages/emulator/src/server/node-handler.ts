import type { IncomingMessage, RequestListener, ServerResponse } from "node:http";

const LOOPBACK_HOST = /^(127\.0\.0\.1|localhost|\[::1\])(:\d+)?$/i;
/** Most that a request may send: far above any ARM template. */
const MAX_BODY_BYTES = 64 * 1024 * 1024;

/** A Node request listener that serves by a `fetch` function. */
export function nodeHandler(
  serve: (request: Request) => Promise<Response>,
  protocol: "http" | "https",
): RequestListener {
  return (incoming, outgoing) => {
    answer(serve, protocol, { incoming, outgoing }).catch(() => outgoing.destroy());
  };
}

async function answer(
  serve: (request: Request) => Promise<Response>,
  protocol: "http" | "https",
  { incoming, outgoing }: { readonly incoming: IncomingMessage; readonly outgoing: ServerResponse },
): Promise<void> {
  const body = hasBody(incoming) ? await readBody(incoming) : undefined;
  const response = await serve(toRequest(incoming, protocol, body));
  const text = await response.text();
  const headers: Record<string, string> = Object.fromEntries(response.headers);
  const whole = response.headers.get("x-emulator-truncated");
  delete headers["x-emulator-truncated"];
  if (response.status !== 204) headers["content-length"] = whole ?? String(Buffer.byteLength(text));
  outgoing.writeHead(response.status, headers);
  if (whole === null) {
    outgoing.end(incoming.method === "HEAD" ? undefined : text);
    return;
  }
  outgoing.write(text, () => outgoing.destroy());
}

/** The URL as the client meant it: a host of Azure's stays, on loopback the address is the host. */
function toRequest(incoming: IncomingMessage, protocol: "http" | "https", body: Uint8Array | undefined): Request {
  const host = incoming.headers.host ?? "127.0.0.1";
  const scheme = LOOPBACK_HOST.test(host) ? protocol : "https";
  const path = `/${(incoming.url ?? "/").replace(/^\/+/, "")}`;
  const method = incoming.method ?? "GET";
  return new Request(`${scheme}://${host}${path}`, {
    method,
    headers: incoming.headers as Record<string, string>,
    ...(body !== undefined && method !== "GET" && method !== "HEAD" && { body }),
  });
}

function hasBody({ headers }: IncomingMessage): boolean {
  return (headers["content-length"] ?? "0") !== "0" || headers["transfer-encoding"] !== undefined;
}

async function readBody(incoming: IncomingMessage): Promise<Uint8Array> {
  const chunks: Buffer[] = [];
  let size = 0;
  for await (const chunk of incoming as AsyncIterable<Buffer>) {
    size += chunk.length;
    if (size > MAX_BODY_BYTES) throw new Error("The request is too large.");
    chunks.push(chunk);
  }
  return Buffer.concat(chunks);
}
