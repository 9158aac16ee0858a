import { Duplex } from "node:stream";
import type { AmqpServer } from "../wire/amqp-server.ts";

/** The part of a browser's WebSocket that AMQP clients use. */
export interface WebSocketLike {
  onopen: (() => void) | undefined;
  onmessage: ((event: { readonly data: Uint8Array }) => void) | undefined;
  onclose: ((event?: unknown) => void) | undefined;
  onerror: ((error: unknown) => void) | undefined;
  readonly url: string;
  send(data: Uint8Array): void;
  close(): void;
}

/** A WebSocket class, as `webSocketOptions.webSocket` takes one. */
export type WebSocketClass = new (url: string, protocols?: string | string[], options?: unknown) => WebSocketLike;

/**
 * A WebSocket class whose sockets end in this process: no port, no TLS. For `webSocketOptions.webSocket` of the
 * official client, which then may use any host name and any credential.
 */
export function inProcessWebSocket(server: AmqpServer): WebSocketClass {
  return class InProcessWebSocket implements WebSocketLike {
    onopen: WebSocketLike["onopen"];
    onmessage: WebSocketLike["onmessage"];
    onclose: WebSocketLike["onclose"];
    onerror: WebSocketLike["onerror"];
    readonly url: string;
    readonly #far: Duplex;

    constructor(url: string) {
      this.url = url;
      this.#far = new Duplex({
        read: () => {},
        write: (chunk: Buffer, _encoding, written) => {
          // Never in the same turn: both ends are in the middle of writing.
          process.nextTick(() => this.onmessage?.({ data: chunk }));
          written();
        },
        final: (ended) => {
          process.nextTick(() => this.onclose?.());
          ended();
        },
        destroy: (error, destroyed) => {
          process.nextTick(() => this.onclose?.());
          destroyed(error);
        },
      });
      this.#far.on("error", () => {});
      process.nextTick(() => {
        server.accept(this.#far);
        this.onopen?.();
      });
    }

    send(data: Uint8Array): void {
      if (this.#far.destroyed) return;
      const copy = Buffer.from(data);
      process.nextTick(() => this.#far.push(copy));
    }

    close(): void {
      if (!this.#far.destroyed) process.nextTick(() => this.#far.push(null));
    }
  };
}
