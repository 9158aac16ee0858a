import { openWorld } from "./open-world.mjs";
import { Program } from "./program.mjs";
import { COUNTED_AFTER_MS } from "./scale.mjs";
import { applicationSince, leftBehind, usableSince } from "./truth.mjs";

/**
 * Lets somebody make an identity and delete it at its end, in a world of their own.
 *
 * @returns how it went, what is left a day after, and at which requests that change something its steps were taken.
 */
export function live(contestant, seed) {
  return inWorld(seed, async (world) => {
    const memory = contestant.memory();
    const program = new Program(world);
    const told = { ...world, program };
    const sinceMs = world.clock.now();
    let made;
    try {
      made = await contestant.create(told, memory);
    } catch {
      const { steps } = program;
      await contestant.recover(told, memory);
      return { isMade: false, steps };
    }
    const { steps } = program;
    const returnedMs = world.clock.now();
    const usableMs = usableSince(world.emulator, made.clientId);
    const principalMs = program.lastAtMs(/\/servicePrincipals(?:\(|$)/i);
    const lateForApplicationMs = Math.max(0, principalMs - applicationSince(world.emulator, made.clientId));
    await contestant.remove(told, memory, made);
    return {
      isMade: true,
      steps,
      toUsableMs: Math.max(returnedMs, usableMs) - sinceMs,
      /** Below 0: it was handed over before it worked. */
      afterUsableMs: returnedMs - usableMs,
      /** What it took besides the news that had to arrive: of the application, then of everything else. */
      besidesNewsMs: lateForApplicationMs + Math.max(0, returnedMs - usableMs),
    };
  });
}

/** The same, but whoever makes it is killed, and what they have as a recovery goes on in another program. */
export function killed(contestant, seed, kill) {
  return inWorld(seed, async (world) => {
    const memory = contestant.memory();
    const program = new Program(world, kill);
    const created = contestant.create({ ...world, program }, memory).then(
      (made) => ({ made }),
      () => ({}),
    );
    const ended = await Promise.race([created, program.killed.then(() => "killed")]);
    const next = { ...world, program: new Program(world) };
    if (ended.made === undefined) await contestant.recover(next, memory);
    else await contestant.remove(next, memory, ended.made);
    return { isKilled: ended === "killed" };
  });
}

async function inWorld(seed, story) {
  const world = openWorld(seed);
  const { emulator } = world;
  try {
    const result = await story(world);
    emulator.clock.advance(COUNTED_AFTER_MS);
    await emulator.settled();
    return { ...result, left: leftBehind(emulator) };
  } finally {
    await emulator.stop();
  }
}
