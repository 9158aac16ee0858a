import type { SerializedError } from "@azlin/core";

/**
 * What an SSH probe met.
 *
 * | State | The VM |
 * | --- | --- |
 * | `open` | shows the banner of an SSH server |
 * | `refused` | refuses connections |
 * | `no-answer` | does not answer, or nobody knows the way to it |
 * | `closed` | takes the connection and ends it without a banner |
 * | `mute` | takes the connection and says nothing |
 * | `not-ssh` | says something else |
 * | `unknown` | was not met: it has no address, or this machine could not try |
 */
export type SshState = "open" | "refused" | "no-answer" | "closed" | "mute" | "not-ssh" | "unknown";

/** One SSH probe. Plain data. */
export interface SshReading {
  readonly state: SshState;
  /** The server's banner, `SSH-2.0-OpenSSH_9.6`; `null` when none was seen. */
  readonly banner: string | null;
  /** Why the state is unknown; else `null`. */
  readonly error: SerializedError | null;
  /** Milliseconds that the probe took. */
  readonly durationMs: number;
}
