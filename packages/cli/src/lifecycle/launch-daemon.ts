import { launchBackground, type Environment } from "@azlin/core";
import { lifecyclePaths } from "@azlin/lifecycle";
import type { GlobalValues } from "../global-options.ts";

/** What the background process is told in its arguments. */
export interface DaemonRequest {
  /** Global options of the command that starts it: which Azure, which configuration. */
  readonly globals: GlobalValues;
  readonly home: string;
}

/** Starts the lifecycle daemon and returns once it answers. */
export type LaunchDaemon = (request: DaemonRequest, signal: AbortSignal) => Promise<unknown>;

/**
 * Makes the launcher that starts the daemon as a process of its own, which outlives this one.
 *
 * @param entry - the program to run, by path.
 */
export function daemonLauncher(entry: string, env: Environment): LaunchDaemon {
  return (request, signal) => {
    const { home } = request;
    const log = lifecyclePaths(home).logFile;
    const program = { name: "the lifecycle daemon", failureCode: "DAEMON_NOT_STARTED", entry, request, env, log };
    return launchBackground({ ...program, directory: home }, signal);
  };
}
