import { sameResource, toAzlinError, type AzlinError } from "@azlin/core";
import type { RemoteShell, SshTarget } from "@azlin/ssh";
import type { ProbeOptions } from "./probe-ssh.ts";
import type { SshReading, SshState } from "./ssh-reading.ts";

/** What errors of a command on a VM behind a jump host say about the VM's own SSH server. */
const STATES: Readonly<Record<string, SshState>> = {
  SSH_UNREACHABLE: "no-answer",
  SSH_KEY_REFUSED: "open",
  HOST_KEY_CHANGED: "open",
  SSH_CHANNEL_REFUSED: "open",
};

/**
 * Tries the SSH server of a VM that is only reached through another host, by running `true` on it. A failure of the host
 * in between, and a time-out, which may be either's, say nothing about the VM: `unknown`.
 *
 * @throws only the signal's reason.
 */
export async function probeThroughJump(
  shell: RemoteShell,
  target: SshTarget,
  { clock, signal, timeoutMs }: ProbeOptions,
): Promise<SshReading> {
  const startMs = clock.now();
  const reading = (state: SshState, error: AzlinError | null = null): SshReading => ({
    state,
    banner: null,
    error: error?.toJSON() ?? null,
    durationMs: clock.now() - startMs,
  });
  try {
    await shell.exec(target, ["true"], { signal, timeoutMs });
    return reading("open");
  } catch (error) {
    signal?.throwIfAborted();
    const translated = toAzlinError(error, { operation: `reach ${target.name} through another host` });
    const state = isAbout(translated, target) ? STATES[translated.code] : undefined;
    return state === undefined ? reading("unknown", translated) : reading(state);
  }
}

function isAbout({ details: { vm } }: AzlinError, { vmId }: SshTarget): boolean {
  return typeof vm === "string" && sameResource(vm, vmId);
}
