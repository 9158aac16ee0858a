import { launchBackground, type Environment } from "@azlin/core";
import { localPaths } from "./local-paths.ts";
import type { ServerRecord } from "./server-record.ts";

/** What the background process is told in its arguments. */
export interface LaunchRequest {
  readonly home: string;
  readonly port?: number | undefined;
  readonly ephemeral: boolean;
}

/** Starts a local Azure and returns once it answers. */
export type LaunchServer = (request: LaunchRequest, signal: AbortSignal) => Promise<ServerRecord>;

/**
 * Makes the launcher that starts a local Azure as a process of its own, which outlives this one.
 *
 * @param entry - the program to run, by path.
 */
export function processLauncher(entry: string, env: Environment): LaunchServer {
  return (request, signal) => {
    const { directory, log } = localPaths(request.home);
    const program = {
      name: "the local Azure",
      failureCode: "LOCAL_CLOUD_NOT_STARTED",
      entry,
      request,
      env,
      directory,
      log,
    };
    return launchBackground(program, signal);
  };
}
