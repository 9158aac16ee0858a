import type { Clock } from "@azlin/core";
import type { OutputStream } from "../context.ts";

/** Where progress is shown, and how. */
export interface ProgressOptions {
  readonly stream: OutputStream;
  readonly clock: Clock;
  readonly isTerminal: boolean;
  readonly quiet: boolean;
}

/** A spinner's pictures, and how long each is shown. */
export const FRAMES = ["⠋", "⠙", "⠹", "⠸", "⠼", "⠴", "⠦", "⠧", "⠇", "⠏"];
export const FRAME_MS = 100;
/** What is done sooner needs no progress. */
export const PATIENCE_MS = 1_000;
const CLEAR_LINE = "\r\u001B[2K";

/**
 * Shows that something is going on once it has taken a second: a spinner with the time so far on a terminal, one
 * plain line off it.
 */
export async function withProgress<T>(label: string, options: ProgressOptions, work: () => Promise<T>): Promise<T> {
  if (options.quiet) return work();
  const done = new AbortController();
  const shown = show(label, options, done.signal);
  try {
    return await work();
  } finally {
    done.abort();
    await shown;
  }
}

async function show(label: string, options: ProgressOptions, signal: AbortSignal): Promise<void> {
  const { stream, clock, isTerminal } = options;
  const startMs = clock.now();
  if (!(await passes(PATIENCE_MS, clock, signal))) return;
  if (!isTerminal) {
    stream.write(`${label}...\n`);
    return;
  }
  let frame = 0;
  do {
    const seconds = Math.floor((clock.now() - startMs) / 1_000);
    stream.write(`${CLEAR_LINE}${FRAMES[frame++ % FRAMES.length]} ${label}... ${seconds} s`);
  } while (await passes(FRAME_MS, clock, signal));
  stream.write(CLEAR_LINE);
}

/** Whether the time passed before the signal aborted. */
async function passes(ms: number, clock: Clock, signal: AbortSignal): Promise<boolean> {
  await clock.delay(ms, { signal }).catch(() => {});
  return !signal.aborted;
}
