import type { ShellExit } from "./open-shell.ts";

/** Options of {@link reconnecting}. */
export interface ReconnectingOptions {
  /** What the session is called in the question. */
  readonly name: string;
  /** Asks the person; the answer to an empty line is yes. */
  readonly ask: (question: string) => Promise<boolean>;
  /** Times to reconnect at most. Default 3. */
  readonly maxRetries?: number;
}

const LOST_CONNECTION = 255;

/**
 * Runs a shell again after its connection was lost, when the person wants to. Only exit code 255, which is ssh's own,
 * and an ssh killed by a signal count as lost: every other code is the remote program's and is returned as it is.
 *
 * @param run - opens the shell once.
 */
export async function reconnecting(run: () => Promise<ShellExit>, options: ReconnectingOptions): Promise<ShellExit> {
  const { name, ask, maxRetries = 3 } = options;
  for (let retries = 0; ; retries += 1) {
    const exit = await run();
    if (!isDisconnect(exit) || retries >= maxRetries) return exit;
    if (!(await ask(`Your session to ${name} was disconnected, do you want to reconnect? [Y/n]`))) return exit;
  }
}

/** Whether a shell ended because its connection was lost. */
export function isDisconnect({ exitCode, signal }: ShellExit): boolean {
  return signal !== null || exitCode === LOST_CONNECTION;
}
