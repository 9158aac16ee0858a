import { spawn, type ChildProcessByStdio } from "node:child_process";
import { dirname } from "node:path";
import type { Readable } from "node:stream";
import { ConflictError, type Clock } from "@azlin/core";

/** Milliseconds that whoever still writes a script has to come to its end. */
const WRITING_MS = 1_000;
const LOOK_MS = 20;

/** A script that runs, in a process group of its own. */
export type HookProcess = ChildProcessByStdio<null, Readable, Readable>;

/**
 * Starts a script without a shell, in its own directory. The system does not run a file that somebody has open for
 * writing (`ETXTBSY`): an editor that saves it is waited for.
 *
 * @throws ConflictError (`HOOK_BEING_WRITTEN`).
 */
export async function spawnHookScript(
  script: string,
  env: Readonly<Record<string, string>>,
  clock: Clock,
): Promise<HookProcess> {
  const endMs = clock.now() + WRITING_MS;
  while (true) {
    try {
      return spawn(script, [], { cwd: dirname(script), env, detached: true, stdio: ["ignore", "pipe", "pipe"] });
    } catch (error) {
      if (!isBeingWritten(error)) throw error;
      if (clock.now() >= endMs) {
        throw new ConflictError("HOOK_BEING_WRITTEN", "Somebody has the script open for writing.", {
          hint: "Close it where it is edited.",
          cause: error,
        });
      }
    }
    await clock.delay(LOOK_MS);
  }
}

function isBeingWritten(error: unknown): boolean {
  return error instanceof Error && "code" in error && error.code === "ETXTBSY";
}
