import {
  isAzlinError,
  silentLogger,
  systemClock,
  toAzlinError,
  ValidationError,
  type Clock,
  type Logger,
} from "@azlin/core";
import pLimit, { type LimitFunction } from "p-limit";
import { hookEnvironment, type HookEvent } from "./hook-event.ts";
import type { HookResult } from "./hook-result.ts";
import { runHookScript } from "./run-hook-script.ts";
import { expandHookPath, requireHookScript } from "./validate-hook-script.ts";

/** Options of {@link HookExecutor}. */
export interface HookExecutorOptions {
  /** Milliseconds that a script may take. Default: 60,000. */
  readonly timeoutMs?: number;
  /** Scripts that run at once. Default: 4. */
  readonly concurrency?: number;
  /** Scripts that may wait for their turn; more are not run, and logged. Default: 1,000. */
  readonly maxWaiting?: number;
  /** Where PATH, HOME and the like are taken from. Default: this process's. */
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** Told of every run. Default: silent. */
  readonly logger?: Logger;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/**
 * Runs the scripts of hooks on this machine, as this user, in the background: whoever fires one need not wait for it. The
 * scripts of a VM run one after the other, in the order of their events.
 */
export class HookExecutor {
  readonly #options: Required<HookExecutorOptions>;
  readonly #slots: LimitFunction;
  readonly #lastOf = new Map<string, Promise<unknown>>();
  readonly #end = new AbortController();
  #pending = 0;

  /** @throws ValidationError (`INVALID_TIMEOUT`). */
  constructor(options: HookExecutorOptions = {}) {
    const { timeoutMs = 60_000, concurrency = 4, maxWaiting = 1_000 } = options;
    if (!(timeoutMs > 0)) {
      throw new ValidationError("INVALID_TIMEOUT", `A hook cannot have ${timeoutMs} ms.`, {
        hint: "Give milliseconds above 0.",
      });
    }
    const { env = process.env, logger = silentLogger, clock = systemClock } = options;
    this.#options = { timeoutMs, concurrency, maxWaiting, env, logger, clock };
    this.#slots = pLimit(concurrency);
  }

  /** Scripts that run or wait. */
  get pending(): number {
    return this.#pending;
  }

  /**
   * Runs a script for an event when its turn comes. Never throws: what went wrong is in the result and in the log.
   *
   * @param script - an absolute path, or one from `~`.
   */
  executeHook(script: string, event: HookEvent): Promise<HookResult> {
    if (this.#pending >= this.#options.concurrency + this.#options.maxWaiting) {
      return Promise.resolve(this.#logged(event, notRun(script, "Too many hooks are waiting for their turn.")));
    }
    this.#pending += 1;
    const before = this.#lastOf.get(event.vmId);
    const result = this.#after(before, () => this.#slots(() => this.#run(script, event)));
    this.#lastOf.set(event.vmId, result);
    void this.#forget(event.vmId, result);
    return result;
  }

  /** Resolves when no script runs or waits. */
  async idle(): Promise<void> {
    while (this.#lastOf.size > 0) await Promise.all(this.#lastOf.values());
  }

  /** Ends the scripts that run; those that wait are not run. */
  async stop(): Promise<void> {
    this.#end.abort();
    await this.idle();
  }

  async #forget(vmId: string, result: Promise<HookResult>): Promise<void> {
    await result;
    this.#pending -= 1;
    if (this.#lastOf.get(vmId) === result) this.#lastOf.delete(vmId);
  }

  async #after(before: Promise<unknown> | undefined, run: () => Promise<HookResult>): Promise<HookResult> {
    await before;
    return run();
  }

  async #run(script: string, event: HookEvent): Promise<HookResult> {
    if (this.#end.signal.aborted) return this.#logged(event, notRun(script, "The daemon was stopped."));
    try {
      await requireHookScript(script);
      const { env, timeoutMs, clock } = this.#options;
      const run = { env: hookEnvironment(event, env), timeoutMs, clock, signal: this.#end.signal };
      return this.#logged(event, await runHookScript(expandHookPath(script), run));
    } catch (error) {
      const { message } = isAzlinError(error) ? error : toAzlinError(error, { operation: "run the hook" });
      return this.#logged(event, notRun(script, message));
    }
  }

  #logged(event: HookEvent, result: HookResult): HookResult {
    const { type, vmId, vmName } = event;
    const fields = { hook: type, vm: vmName, vmId, ...result };
    if (result.outcome === "succeeded") this.#options.logger.info("hook ran", fields);
    else this.#options.logger.warn("hook did not succeed", fields);
    return result;
  }
}

function notRun(script: string, problem: string): HookResult {
  return { outcome: "not-run", script, exitCode: null, output: "", durationMs: 0, problem };
}
