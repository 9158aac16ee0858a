import { connect, type Socket } from "node:net";

/** The part of a WebSocket that the client uses. */
export interface ClientWebSocket {
  onopen: ((event?: unknown) => void) | undefined;
  onmessage: ((event: { readonly data: Uint8Array }) => void) | undefined;
  onclose: ((event?: unknown) => void) | undefined;
  onerror: ((error: unknown) => void) | undefined;
  send(data: Uint8Array): void;
  close(): void;
}

/** A WebSocket class as the client takes one. */
export type ClientWebSocketClass = new (
  url: string,
  protocols?: string | string[],
  options?: unknown,
) => ClientWebSocket;

/**
 * A class that the client takes for a WebSocket and that is a plain TCP connection: the client's own waits 40 ms for every
 * new link, as it leaves Nagle's algorithm on, and takes no credential without TLS.
 */
export function tcpAsWebSocket({ host, port }: { readonly host: string; readonly port: number }): ClientWebSocketClass {
  return class TcpAsWebSocket implements ClientWebSocket {
    onopen: ClientWebSocket["onopen"];
    onmessage: ClientWebSocket["onmessage"];
    onclose: ClientWebSocket["onclose"];
    onerror: ClientWebSocket["onerror"];
    readonly url: string;
    readonly #socket: Socket;
    #gathered: Uint8Array[] = [];

    constructor(url: string) {
      this.url = url;
      this.#socket = connect({ host, port, noDelay: true });
      this.#socket.on("connect", () => this.onopen?.());
      this.#socket.on("data", (data) => this.onmessage?.({ data }));
      this.#socket.on("error", (error) => this.onerror?.(error));
      this.#socket.on("close", () => this.onclose?.());
    }

    /** What is sent in one turn of the event loop goes in one piece: the client sends each settlement by itself. */
    send(data: Uint8Array): void {
      if (this.#gathered.length === 0) setImmediate(() => this.#write());
      this.#gathered.push(data);
    }

    close(): void {
      this.#write();
      this.#socket.destroySoon();
    }

    #write(): void {
      const pieces = this.#gathered;
      this.#gathered = [];
      if (pieces.length > 0 && !this.#socket.destroyed)
        this.#socket.write(pieces.length === 1 ? pieces[0]! : Buffer.concat(pieces));
    }
  };
}
