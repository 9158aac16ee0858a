import { spawn, type ChildProcess } from "node:child_process";
import { open } from "node:fs/promises";
import { ensurePrivateDirectory, PrerequisiteError, ValidationError, type SerializedError } from "@azlin/core";
import type { Environment } from "../context.ts";
import { localPaths } from "./local-paths.ts";
import type { ServerRecord } from "./server-record.ts";

/** What the background process is told in its arguments. */
export interface LaunchRequest {
  readonly home: string;
  readonly port?: number | undefined;
  readonly ephemeral: boolean;
}

/** What the background process tells back, once. */
export type LaunchMessage = { readonly record: ServerRecord } | { readonly error: SerializedError };

/** Starts a local Azure and returns once it answers. */
export type LaunchServer = (request: LaunchRequest, signal: AbortSignal) => Promise<ServerRecord>;

/**
 * Makes the launcher that starts a local Azure as a process of its own, which outlives this one.
 *
 * @param entry - the program to run, by path.
 */
export function processLauncher(entry: string, env: Environment): LaunchServer {
  return async (request, signal) => {
    const { directory, log } = localPaths(request.home);
    await ensurePrivateDirectory(directory);
    const output = await open(log, "a", 0o600);
    try {
      const child = spawn(process.execPath, [entry, JSON.stringify(request)], {
        cwd: directory,
        detached: true,
        env: { ...env },
        stdio: ["ignore", output.fd, output.fd, "ipc"],
      });
      return await untilReady(child, { log, signal });
    } finally {
      await output.close();
    }
  };
}

function untilReady(
  child: ChildProcess,
  { log, signal }: { readonly log: string; readonly signal: AbortSignal },
): Promise<ServerRecord> {
  return new Promise((resolve, reject) => {
    const settle = (finish: () => void): void => {
      signal.removeEventListener("abort", onAbort);
      child.removeAllListeners();
      if (child.connected) child.disconnect();
      child.unref();
      finish();
    };
    const onAbort = (): void => {
      child.kill("SIGTERM");
      settle(() => reject(signal.reason as Error));
    };
    signal.addEventListener("abort", onAbort, { once: true });
    child.once("message", (message) => settle(() => answer(message as LaunchMessage, resolve, reject)));
    child.once("error", (error) => settle(() => reject(notStarted(String(error), log))));
    child.once("exit", (code, killer) => settle(() => reject(notStarted(`it ended with ${killer ?? code}`, log))));
  });
}

function answer(
  message: LaunchMessage,
  resolve: (record: ServerRecord) => void,
  reject: (error: unknown) => void,
): void {
  if ("record" in message) {
    resolve(message.record);
    return;
  }
  const { code, message: text, hint, details } = message.error;
  reject(new ValidationError(code, text, { ...(hint !== undefined && { hint }), ...(details && { details }) }));
}

function notStarted(reason: string, log: string): PrerequisiteError {
  return new PrerequisiteError("LOCAL_CLOUD_NOT_STARTED", `The local Azure did not start: ${reason}.`, {
    hint: `See ${log}.`,
    details: { log },
  });
}
