import type { Socket } from "node:net";
import type { CipherAlgorithm, Connection, Server } from "ssh2";
import { authorizedKeysPath } from "../disk/authorized-keys.ts";
import { HOST_KEY_PATH, writeHostKey } from "../disk/first-boot.ts";
import type { GuestFiles } from "../disk/guest-files.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { forwardToGuest } from "./forward-to-guest.ts";
import { serveSession } from "./serve-session.ts";
import { signIn } from "./sign-in.ts";

/** What an SSH server has to do with its guest. */
export interface GuestServerParts {
  readonly files: GuestFiles;
  readonly user: string;
  readonly computerName: string;
  readonly sandbox: Sandbox;
  /** Port on this machine of another guest, by address and port; `undefined`: there is none, and nothing else is reached. */
  readonly findGuest: (address: string, port: number) => number | undefined;
  /** Called before each command. */
  readonly beforeJob: () => void;
  /** Whether the disk has no room left. */
  readonly isDiskFull: () => boolean;
  /** Told of those who sign in, and when they go. */
  readonly sessions: Set<SignedIn>;
}

/** By far the fastest where the processor has AES; a client's own preference would be followed among more. */
const CIPHERS: CipherAlgorithm[] = ["aes128-gcm@openssh.com", "aes256-gcm@openssh.com"];

/** Somebody who is signed in. */
export interface SignedIn {
  readonly user: string;
  readonly from: string;
}

/** The SSH server of one boot of a guest. Its host key is the one in the guest's `/etc/ssh`. */
export class GuestServer {
  readonly #parts: GuestServerParts;
  #server: Promise<Server> | undefined;

  constructor(parts: GuestServerParts) {
    this.#parts = parts;
  }

  /** Reads the host key anew for connections from now on, as a restart of sshd does. */
  restart(): void {
    this.#server = undefined;
  }

  /** Serves one connection. */
  async serve(socket: Socket): Promise<void> {
    try {
      const server = await (this.#server ??= this.#makeServer());
      if (!socket.destroyed) server.injectSocket(socket);
    } catch {
      // No usable host key: sshd hangs up, and the next restart tries again.
      this.#server = undefined;
      socket.destroy();
    }
  }

  async #makeServer(): Promise<Server> {
    const { files, computerName } = this.#parts;
    const { default: ssh2 } = await import("ssh2");
    if (!files.has(HOST_KEY_PATH)) writeHostKey(files, computerName);
    const hostKey = files.read(HOST_KEY_PATH) ?? "";
    return new ssh2.Server({ hostKeys: [hostKey], algorithms: { cipher: CIPHERS } }, (client, { ip }) => {
      this.#greet(client, { from: ip, parseKey: ssh2.utils.parseKey });
    });
  }

  #greet(
    client: Connection,
    { from, parseKey }: { from: string; parseKey: Parameters<typeof signIn>[1]["parseKey"] },
  ): void {
    const { files, user, sessions } = this.#parts;
    const authorizedKeys = (): string => files.read(authorizedKeysPath(user)) ?? "";
    const guest: SignedIn = { user, from };
    client.on("error", () => {});
    client.on("close", () => sessions.delete(guest));
    client.on("authentication", (context) => {
      try {
        signIn(context, { user, authorizedKeys, parseKey });
      } catch {
        // Keys that cannot be read let nobody in.
        context.reject(["publickey"]);
      }
    });
    client.on("ready", () => {
      sessions.add(guest);
      client.on("session", (accept) => serveSession(accept(), this.#parts));
      client.on("tcpip", (accept, reject, { destIP, destPort }) => {
        const port = this.#parts.findGuest(destIP, destPort);
        if (port === undefined) reject();
        else forwardToGuest(port, accept, reject);
      });
    });
  }
}
