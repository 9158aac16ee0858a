import { connect, type Socket } from "node:net";
import { TransportError, withDeadline, type AbortOptions, type Clock } from "@azlin/core";
import type { SshTarget } from "@azlin/ssh";
import { readBanner } from "./read-banner.ts";
import type { SshReading, SshState } from "./ssh-reading.ts";

/** Options of {@link probeSsh}. */
export interface ProbeOptions extends AbortOptions {
  /** Milliseconds for connecting and the banner together. */
  readonly timeoutMs: number;
  readonly clock: Clock;
}

type Met = Pick<SshReading, "state" | "banner" | "error">;

/** Errors of a connection that say something about the VM. Any other is a failure of this machine or its network. */
const STATES: Readonly<Record<string, SshState>> = {
  ECONNREFUSED: "refused",
  ECONNRESET: "closed",
  EPIPE: "closed",
  EHOSTUNREACH: "no-answer",
  EHOSTDOWN: "no-answer",
  ETIMEDOUT: "no-answer",
};

/**
 * Connects to a VM's SSH port and reads the server's banner, without signing in.
 *
 * @throws only the signal's reason: what goes wrong is the reading.
 */
export async function probeSsh(target: SshTarget, options: ProbeOptions): Promise<SshReading> {
  const { clock, signal } = options;
  const startMs = clock.now();
  signal?.throwIfAborted();
  const socket = connect({ host: target.host, port: target.port });
  let received = "";
  const onData = (chunk: Buffer): string => (received += chunk.toString("latin1"));
  try {
    const met = await withDeadline(`the SSH probe of ${target.name}`, options, () => meet(socket, target, onData));
    return { ...met, durationMs: clock.now() - startMs };
  } catch {
    signal?.throwIfAborted();
    const state = timedOutState({ isConnected: !socket.connecting, received });
    return { state, banner: null, error: null, durationMs: clock.now() - startMs };
  } finally {
    socket.destroy();
  }
}

/** Resolves with the first thing that decides what this is. */
function meet(socket: Socket, target: SshTarget, onData: (chunk: Buffer) => string): Promise<Met> {
  return new Promise((resolve) => {
    let hasSpoken = false;
    socket.on("data", (chunk: Buffer) => {
      hasSpoken = true;
      const banner = readBanner(onData(chunk));
      if (banner === "not-ssh") resolve({ state: "not-ssh", banner: null, error: null });
      else if (banner !== "incomplete") resolve({ state: "open", banner: banner.banner, error: null });
    });
    socket.on("error", (error: NodeJS.ErrnoException) => resolve(broken(error, target)));
    socket.on("close", () => resolve({ state: hasSpoken ? "not-ssh" : "closed", banner: null, error: null }));
  });
}

function broken(cause: NodeJS.ErrnoException, { name, host, port }: SshTarget): Met {
  const state = STATES[cause.code ?? ""];
  if (state !== undefined) return { state, banner: null, error: null };
  const error = new TransportError("SSH_PROBE_FAILED", `${name} could not be tried: ${cause.message}.`, {
    hint: `Check this machine's own network, and its way to ${host} port ${port}.`,
    details: { host, port, systemCode: cause.code },
    cause,
  });
  return { state: "unknown", banner: null, error: error.toJSON() };
}

function timedOutState(met: { readonly isConnected: boolean; readonly received: string }): SshState {
  if (!met.isConnected) return "no-answer";
  return met.received === "" ? "mute" : "not-ssh";
}
