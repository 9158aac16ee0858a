import { systemClock } from "@azlin/core";
import { exitCodeOf } from "./exit-codes.ts";
import { InterruptedError } from "./interrupted-error.ts";
import { daemonLauncher } from "./lifecycle/launch-daemon.ts";
import { processLauncher } from "./local/launch-server.ts";
import { locateCommand } from "./locate-command.ts";
import { besides } from "./start/besides.ts";
import { runCli } from "./run-cli.ts";

/**
 * Runs this process's command line and ends the process with its exit code.
 *
 * @param beforeEnd - told which command it was.
 */
export async function runProcess(beforeEnd: (command: string) => void): Promise<void> {
  const { env, stdin, stdout, stderr } = process;
  const argv = process.argv.slice(2);
  const code = await runCli(argv, {
    stdin,
    stdout: lasting(stdout),
    stderr: lasting(stderr),
    env,
    cwd: process.cwd(),
    clock: systemClock,
    signal: interruptSignal(),
    launchServer: processLauncher(besides(import.meta.url, "./local-server.js"), env),
    launchDaemon: daemonLauncher(besides(import.meta.url, "./lifecycle-daemon.js"), env),
  });
  await Promise.all([flushed(stdout), flushed(stderr)]);
  beforeEnd(locateCommand(argv).path);
  // Not left to end by itself: connections that are kept alive would hold it up.
  process.exit(code);
}

/** Aborts at the first Ctrl-C; the second one ends the process. */
function interruptSignal(): AbortSignal {
  const controller = new AbortController();
  const onSignal = (): void => {
    const reason = new InterruptedError();
    if (controller.signal.aborted) process.exit(exitCodeOf(reason));
    controller.abort(reason);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return controller.signal;
}

/** A stream whose reader may go away early, as `head` does. */
function lasting(stream: NodeJS.WriteStream): NodeJS.WriteStream {
  stream.on("error", (error: NodeJS.ErrnoException) => {
    if (error.code !== "EPIPE") throw error;
  });
  return stream;
}

function flushed(stream: NodeJS.WriteStream): Promise<void> {
  return new Promise((resolve) => {
    stream.write("", () => resolve());
  });
}
