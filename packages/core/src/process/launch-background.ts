import { spawn, type ChildProcess } from "node:child_process";
import { open } from "node:fs/promises";
import { ensurePrivateDirectory } from "../files/private-directory.ts";
import { dirname } from "node:path";
import { PrerequisiteError, ValidationError } from "../errors/families.ts";
import type { SerializedError } from "../errors/azlin-error.ts";
import type { Environment } from "./environment.ts";

/** A program that is to go on when this process ends. */
export interface BackgroundProgram {
  /** What it is, for messages: `the local Azure`. */
  readonly name: string;
  /** The script for Node, by path. */
  readonly entry: string;
  /** What it is told, as its only argument: plain data without secrets. */
  readonly request: unknown;
  readonly env: Environment;
  /** Directory in which it runs; it is made when it is not there. */
  readonly directory: string;
  /** File (0600) to which what it prints is appended. */
  readonly log: string;
  /** Code of the error when it does not start. */
  readonly failureCode: string;
}

/** What the program tells whoever launched it, once. */
type Message = { readonly ready: unknown } | { readonly error: SerializedError };

/**
 * Starts a program as a process of its own, which outlives this one, and returns what it told when it was ready.
 *
 * @throws ValidationError with the code of the error that it told instead; PrerequisiteError (`failureCode`) when it ended
 * without a word; the signal's reason: it is ended then.
 */
export async function launchBackground<T>(program: BackgroundProgram, signal: AbortSignal): Promise<T> {
  const { directory, log, entry, request, env } = program;
  await ensurePrivateDirectory(directory);
  await ensurePrivateDirectory(dirname(log));
  const output = await open(log, "a", 0o600);
  try {
    const child = spawn(process.execPath, [entry, JSON.stringify(request)], {
      cwd: directory,
      detached: true,
      env: { ...env },
      stdio: ["ignore", output.fd, output.fd, "ipc"],
    });
    return (await untilReady(child, program, signal)) as T;
  } finally {
    await output.close();
  }
}

/** Tells whoever launched this process that it is ready; nobody may be there any more. */
export function tellReady(value: unknown): void {
  void tell({ ready: value });
}

/** Tells whoever launched this process why it will not run. Resolves when that is on its way: this process may end then. */
export function tellFailure(error: SerializedError): Promise<void> {
  return tell({ error });
}

function tell(message: Message): Promise<void> {
  return new Promise((resolve) => {
    const sent = (): void => {
      if (process.connected) process.disconnect();
      resolve();
    };
    if (process.connected && process.send !== undefined) process.send(message, sent);
    else resolve();
  });
}

function untilReady(child: ChildProcess, program: BackgroundProgram, signal: AbortSignal): Promise<unknown> {
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
    child.once("message", (message) => settle(() => answer(message as Message, resolve, reject)));
    child.once("error", (error) => settle(() => reject(notStarted(String(error), program))));
    child.once("exit", (code, killer) => {
      const fail = (): void =>
        settle(() => reject(notStarted(`it ended with ${killer ?? `exit code ${code}`}`, program)));
      // What it told may still be on its way when it is gone.
      if (child.connected) child.once("disconnect", fail);
      else fail();
    });
  });
}

function answer(message: Message, resolve: (value: unknown) => void, reject: (error: unknown) => void): void {
  if ("ready" in message) {
    resolve(message.ready);
    return;
  }
  const { code, message: text, hint, details } = message.error;
  reject(new ValidationError(code, text, { ...(hint !== undefined && { hint }), ...(details && { details }) }));
}

function notStarted(reason: string, { name, log, failureCode }: BackgroundProgram): PrerequisiteError {
  const subject = `${name[0]!.toUpperCase()}${name.slice(1)}`;
  return new PrerequisiteError(failureCode, `${subject} did not start: ${reason}.`, {
    hint: `See ${log}.`,
    details: { log },
  });
}
