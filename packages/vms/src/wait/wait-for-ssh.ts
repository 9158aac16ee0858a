import { DeadlineError, isAzlinError, systemClock, type AbortOptions, type AzlinError, type Clock } from "@azlin/core";
import type { RemoteShell, SshTarget } from "@azlin/ssh";

/** One attempt to sign in that failed. */
export interface SshAttempt {
  /** From 1. */
  readonly attempt: number;
  readonly elapsedMs: number;
  readonly error: AzlinError;
}

/** Options of {@link waitForSsh}. */
export interface WaitForSshOptions extends AbortOptions {
  /** Milliseconds to wait in all; see {@link sshBudgetMs}. */
  readonly budgetMs: number;
  /** Default: the system's. */
  readonly clock?: Clock;
  /** Told of each attempt that failed. */
  readonly onAttempt?: (attempt: SshAttempt) => void;
}

const FIRST_WAIT_MS = 1000;
const LONGEST_WAIT_MS = 10_000;
const ATTEMPT_MS = 15_000;

/** Before a VM has booted nothing listens, and the user's key is not there yet when something does. */
const PASSING = new Set(["SSH_UNREACHABLE", "SSH_CONNECTION_LOST", "SSH_KEY_REFUSED", "TIMED_OUT"]);

/**
 * Waits until a VM lets its user in, with growing pauses between the attempts.
 *
 * @returns milliseconds that it took.
 * @throws DeadlineError (`SSH_WAIT`) when the budget is used up, with the last failure as its cause; at once what no
 * waiting changes, for instance ConflictError (`HOST_KEY_CHANGED`); the signal's reason.
 */
export async function waitForSsh(shell: RemoteShell, target: SshTarget, options: WaitForSshOptions): Promise<number> {
  const { budgetMs, clock = systemClock, signal } = options;
  const startMs = clock.now();
  for (let attempt = 1; ; attempt++) {
    signal?.throwIfAborted();
    const leftMs = budgetMs - (clock.now() - startMs);
    const error = await trySignIn(shell, target, { signal, timeoutMs: Math.max(1, Math.min(ATTEMPT_MS, leftMs)) });
    const elapsedMs = clock.now() - startMs;
    if (error === undefined) return elapsedMs;
    options.onAttempt?.({ attempt, elapsedMs, error });
    const waitMs = Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** (attempt - 1));
    if (elapsedMs + waitMs >= budgetMs) throw gaveUp(target, budgetMs, error);
    await clock.delay(waitMs, { signal });
  }
}

/** Milliseconds that a VM of this size may take until it answers: large ones take longer to start. */
export function sshBudgetMs(vmSize: string | null): number {
  const cores = Number(/^(?:Standard|Basic)_[A-Z]+(\d+)/i.exec(vmSize ?? "")?.[1] ?? Number.NaN);
  if (cores <= 8) return 300_000;
  return cores <= 32 ? 450_000 : 600_000;
}

async function trySignIn(
  shell: RemoteShell,
  target: SshTarget,
  options: { readonly signal: AbortSignal | undefined; readonly timeoutMs: number },
): Promise<AzlinError | undefined> {
  try {
    // Whatever the command says: it ran.
    await shell.exec(target, ["true"], options);
    return undefined;
  } catch (error) {
    options.signal?.throwIfAborted();
    if (isAzlinError(error) && PASSING.has(error.code)) return error;
    throw error;
  }
}

function gaveUp(target: SshTarget, budgetMs: number, cause: AzlinError): DeadlineError {
  return new DeadlineError(
    "SSH_WAIT",
    `VM '${target.name}' did not let us in within ${Math.round(budgetMs / 1000)} s: ${cause.message}`,
    {
      operation: `waiting for SSH on ${target.name}`,
      afterMs: budgetMs,
      cause,
      hint:
        cause.code === "SSH_KEY_REFUSED"
          ? "The VM answers but refuses the key: check that it is the one the VM was created with."
          : "It may still be starting: try 'azlin connect' in a minute, or see 'azlin status'.",
      details: { vmId: target.vmId, host: target.host, lastCode: cause.code },
    },
  );
}
