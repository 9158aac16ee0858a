import { once } from "node:events";
import net, { type AddressInfo } from "node:net";
import type { Door } from "../guest-facts.ts";

/** The port of a guest on this machine: open, mute or closed, and always the same while nobody else takes it. */
export class GuestDoor {
  readonly #onConnection: (socket: net.Socket) => void;
  readonly #sockets = new Set<net.Socket>();
  #server: net.Server | undefined;
  #state: Door = "closed";
  #turning: Promise<void> = Promise.resolve();
  /** Absent until it is first reserved. */
  port: number | undefined;

  constructor(onConnection: (socket: net.Socket) => void, port: number | undefined) {
    this.#onConnection = onConnection;
    this.port = port;
  }

  /** Finds a port that is free, the one it had when it can; it is taken only while the door is not closed. */
  reserve(): Promise<void> {
    return this.#inTurn(async () => {
      if (this.#server !== undefined) return;
      await this.#listen();
      await this.#close();
    });
  }

  /** Connections from before are dropped by any change. */
  turn(state: Door): Promise<void> {
    return this.#inTurn(async () => {
      if (state === this.#state) return;
      this.#state = state;
      for (const socket of this.#sockets) socket.destroy();
      if (state === "closed") await this.#close();
      else if (this.#server === undefined) await this.#listen();
    });
  }

  /** A door that is being opened is not closed before it is open. */
  #inTurn(work: () => Promise<void>): Promise<void> {
    return (this.#turning = this.#turning.catch(() => {}).then(work));
  }

  async #listen(): Promise<void> {
    // What a program answers goes out at once, as sshd sends it.
    const server = net.createServer({ noDelay: true }, (socket) => this.#met(socket));
    try {
      await listenOn(server, this.port ?? 0);
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EADDRINUSE") throw error;
      await listenOn(server, 0);
    }
    this.#server = server;
    this.port = (server.address() as AddressInfo).port;
  }

  async #close(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (server === undefined) return;
    await new Promise<void>((resolve) => server.close(() => resolve()));
  }

  #met(socket: net.Socket): void {
    this.#sockets.add(socket);
    socket.once("close", () => this.#sockets.delete(socket));
    socket.on("error", () => socket.destroy());
    if (this.#state === "open") this.#onConnection(socket);
    else if (this.#state === "closed") socket.destroy();
  }
}

async function listenOn(server: net.Server, port: number): Promise<void> {
  server.listen(port, "127.0.0.1");
  await once(server, "listening");
}
