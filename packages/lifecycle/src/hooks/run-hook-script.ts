import type { Clock } from "@azlin/core";
import { endProcessGroup } from "./end-process-group.ts";
import type { HookOutcome, HookResult } from "./hook-result.ts";
import { OutputTail } from "./output-tail.ts";
import { spawnHookScript, type HookProcess } from "./spawn-hook-script.ts";

/** How a script is run. */
export interface HookRun {
  readonly env: Readonly<Record<string, string>>;
  /** Milliseconds after which it is ended. */
  readonly timeoutMs: number;
  /** Ends it when it aborts. */
  readonly signal: AbortSignal;
  readonly clock: Clock;
}

interface Ending {
  readonly outcome: HookOutcome;
  readonly exitCode: number | null;
  readonly problem: string | null;
}

/**
 * Runs a script in a process group of its own, which is ended when the script has ended, or has taken too long.
 *
 * @throws when the script cannot be started.
 */
export async function runHookScript(script: string, run: HookRun): Promise<HookResult> {
  const { env, clock } = run;
  const startMs = clock.now();
  const output = new OutputTail();
  const child = await spawnHookScript(script, env, clock);
  output.read(child.stdout);
  output.read(child.stderr);
  const ending = await firstEnding(child, run);
  if (child.pid !== undefined) await endProcessGroup(child.pid, clock);
  return { ...ending, script, output: output.toString(), durationMs: clock.now() - startMs };
}

async function firstEnding(child: HookProcess, run: HookRun): Promise<Ending> {
  const { clock, timeoutMs, signal } = run;
  const timer = new AbortController();
  const exited = new Promise<Ending>((resolve) => {
    child.once("error", (error) => resolve({ outcome: "not-run", exitCode: null, problem: `${error.message}.` }));
    child.once("exit", (code, killer) => resolve(exitOf(code, killer)));
  });
  const wait = clock.delay(timeoutMs, { signal: AbortSignal.any([timer.signal, signal]) }).then(
    (): Ending => ({ outcome: "timed-out", exitCode: null, problem: `It took longer than ${timeoutMs} ms.` }),
    (): Ending => ({ outcome: "interrupted", exitCode: null, problem: "The daemon was stopped." }),
  );
  try {
    return await Promise.race([exited, wait]);
  } finally {
    timer.abort();
  }
}

function exitOf(code: number | null, killer: NodeJS.Signals | null): Ending {
  if (code === 0) return { outcome: "succeeded", exitCode: 0, problem: null };
  const problem = code === null ? `It was ended by ${killer}.` : `It ended with exit code ${code}.`;
  return { outcome: "failed", exitCode: code, problem };
}
