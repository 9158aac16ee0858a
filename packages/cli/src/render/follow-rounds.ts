import type { Context } from "../context.ts";

/** Readings that follow each other, and how each is shown. */
export interface Followed<T> {
  /** Takes a reading whenever the next one is asked for; gets a context that does not draw on the screen. */
  readonly rounds: (context: Context) => AsyncIterable<T>;
  /** Lines below the heading. */
  readonly picture: (reading: T) => readonly string[];
  /** What this is, for the heading: `azlin top`. */
  readonly title: string;
  /** Milliseconds between two readings. */
  readonly intervalMs: number;
}

/** Shows one reading after the other on the whole terminal, until Ctrl-C. */
export async function followRounds<T>(followed: Followed<T>, context: Context): Promise<void> {
  const { rounds, picture, title, intervalMs } = followed;
  const { clock, signal } = context;
  const silent: Context = { ...context, progress: (_label, work) => work(), note: () => {}, warn: () => {} };
  await context.fullScreen(async (draw) => {
    draw(["Asking the VMs…"]);
    try {
      for await (const reading of rounds(silent)) {
        const time = new Date(clock.now()).toISOString().slice(11, 19);
        const heading = `${title}  ${time} UTC, every ${intervalMs / 1_000} s. Press Ctrl+C to exit.`;
        draw([heading, "", ...picture(reading)]);
        await clock.delay(intervalMs, { signal });
      }
    } catch (error) {
      if (!signal.aborted) throw error;
    }
  });
}
