import { setTimeout as sleep } from "node:timers/promises";

const STEP_MS = 1_000;
/** Longer than any poll of an in-process transport, so that whoever polls has seen what came of the last step. */
const QUIET_MS = 4;

/**
 * Carries out some work in the time of a local Azure, which goes on only while nothing is under way: what this machine
 * takes to compute does not count.
 *
 * @param isBusy - whether something is under way that takes real time.
 * @returns milliseconds of the local Azure's time that the work took, and what it returned.
 */
export async function inVirtualTime({ clock }, isBusy, work) {
  const since = clock.now();
  const state = { isDone: false };
  const result = work().finally(() => (state.isDone = true));
  // Whoever waits for the result hears of a failure; the loop only has to end.
  result.catch(() => {});
  while (!state.isDone) {
    await quiet(isBusy);
    if (!state.isDone) clock.advance(STEP_MS);
  }
  const value = await result;
  return { ms: clock.now() - since, value };
}

/** Two pauses in a row in which nothing was under way: in the first one somebody may have begun something. */
async function quiet(isBusy) {
  for (let pauses = 0; pauses < 2;) {
    await sleep(QUIET_MS);
    pauses = isBusy() ? 0 : pauses + 1;
  }
}
