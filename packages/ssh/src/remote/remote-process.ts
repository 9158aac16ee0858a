import type { Readable, Writable } from "node:stream";
import type { ClientChannel } from "ssh2";

/** How a remote program ended. */
export interface RemoteExit {
  /** `null` when a signal ended it, or the server did not say. */
  readonly exitCode: number | null;
  /** Name of the signal that ended it, without `SIG`. */
  readonly signal: string | null;
}

/** A remote program under way, for data that streams through it. */
export interface RemoteProcess {
  readonly stdin: Writable;
  readonly stdout: Readable;
  readonly stderr: Readable;
  /** Settles when the program has ended and all its output is read; rejects (`SSH_CONNECTION_LOST`) when that is not known. */
  readonly exit: Promise<RemoteExit>;
  /** Asks the program to end and stops listening to it. */
  kill(): void;
}

/**
 * Wraps a channel of ssh2.
 *
 * @param lost - the error for a channel that closes without word of its program's end.
 */
export function remoteProcess(channel: ClientChannel, lost: () => Error): RemoteProcess {
  let ended: RemoteExit | undefined;
  const exit = new Promise<RemoteExit>((resolve, reject) => {
    channel.once("exit", (code: number | null, signal?: string) => {
      ended = { exitCode: code, signal: signal?.replace(/^SIG/, "") ?? null };
    });
    channel.once("close", () => (ended === undefined ? reject(lost()) : resolve(ended)));
  });
  // Whoever waits for it hears of it; a failure before anybody does must not end the process.
  exit.catch(() => {});
  channel.on("error", () => {});
  channel.stderr.on("error", () => {});
  return {
    stdin: channel,
    stdout: channel,
    stderr: channel.stderr,
    exit,
    kill: () => {
      if (ended !== undefined) return;
      channel.signal("TERM");
      channel.close();
    },
  };
}
