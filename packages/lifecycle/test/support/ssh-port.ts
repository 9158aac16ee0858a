import type { Socket } from "node:net";
import { tcpServer } from "@azlin/testing";

/** A port that behaves like an SSH server until it is broken. */
export interface SshPort {
  readonly port: number;
  /** `answers`: shows a banner; `refuses`: ends the connection; `mute`: says nothing. */
  behave(way: "answers" | "refuses" | "mute"): void;
}

/** Listens on a port of this machine; ends with the test. */
export async function sshPort(): Promise<SshPort> {
  const ways = {
    answers: (socket: Socket) => void socket.write("SSH-2.0-OpenSSH_9.6p1 Ubuntu-3\r\n"),
    refuses: (socket: Socket) => void socket.destroy(),
    mute: () => {},
  };
  let way: keyof typeof ways = "answers";
  const port = await tcpServer((socket) => ways[way](socket));
  return {
    port,
    behave: (next) => {
      way = next;
    },
  };
}
