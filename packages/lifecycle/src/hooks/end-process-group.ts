import type { Clock } from "@azlin/core";

/** Milliseconds between asking the processes of a group to end and ending them. */
const GRACE_MS = 500;
const LOOK_MS = 20;

/**
 * Ends a process with everything that it has started, unless that left its group: asks first, then forces.
 *
 * @param leader - process id of the group's first process.
 */
export async function endProcessGroup(leader: number, clock: Clock): Promise<void> {
  if (!signalGroup(leader, "SIGTERM")) return;
  const endMs = clock.now() + GRACE_MS;
  while (clock.now() < endMs) {
    if (!signalGroup(leader, 0)) return;
    await clock.delay(LOOK_MS);
  }
  signalGroup(leader, "SIGKILL");
}

/** @returns whether there is still somebody in the group. */
function signalGroup(leader: number, signal: NodeJS.Signals | 0): boolean {
  try {
    return process.kill(-leader, signal);
  } catch {
    return false;
  }
}
