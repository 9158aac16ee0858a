import { systemClock, tellFailure, tellReady } from "@azlin/core";
import type { World } from "../context.ts";
import { createContext } from "../create-context.ts";
import { processLauncher } from "../local/launch-server.ts";
import { asAzlinError } from "../render/format-error.ts";
import { besides } from "../start/besides.ts";
import type { DaemonRequest } from "./launch-daemon.ts";
import { runDaemon } from "./run-daemon.ts";

/** The background process of the lifecycle daemon: checks VMs until it is told to end. */
async function main(): Promise<void> {
  const { globals } = JSON.parse(process.argv[2] ?? "{}") as DaemonRequest;
  const end = new AbortController();
  for (const name of ["SIGTERM", "SIGINT"] as const) process.on(name, () => end.abort());
  try {
    const context = createContext(worldOf(end.signal), { ...globals, quiet: true });
    await runDaemon(context, { signal: end.signal, onReady: () => tellReady({ pid: process.pid }) });
    process.exit(0);
  } catch (error) {
    const told = asAzlinError(error);
    process.stderr.write(`${new Date(systemClock.now()).toISOString()} ${told.code} ${told.message}\n`);
    await tellFailure(told.toJSON());
    // Not left to end by itself: connections that are kept alive would hold it up.
    process.exitCode = 1;
    setImmediate(() => process.exit());
  }
}

function worldOf(signal: AbortSignal): World {
  const { stdin, stdout, stderr, env } = process;
  return {
    stdin,
    stdout,
    stderr,
    env,
    signal,
    cwd: process.cwd(),
    clock: systemClock,
    launchServer: processLauncher(besides(import.meta.url, "./local-server.js"), env),
    launchDaemon: () => Promise.reject(new Error("A daemon starts no other.")),
  };
}

await main();
