import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { PassThrough } from "node:stream";
import { systemClock } from "@azlin/core";
import { createEmulator, type Emulator, type EmulatorOptions } from "@azlin/emulator";
import { onTestFinished } from "vitest";
import type { Context, World } from "../src/context.ts";
import { createContext } from "../src/create-context.ts";
import { runDaemon } from "../src/lifecycle/run-daemon.ts";
import { localPaths } from "../src/local/local-paths.ts";
import { serve } from "../src/local/serve.ts";
import { runCli } from "../src/run-cli.ts";

/** How a command line is run. */
export interface RunOptions {
  readonly env?: Readonly<Record<string, string | undefined>>;
  /** What the user types; there is a terminal then. */
  readonly types?: string;
  /** What another program pipes in. */
  readonly input?: string;
  /** Whether Azure is the local one that commands start and reach by its ports. Default: the test's own, in process. */
  readonly isServed?: boolean;
  readonly signal?: AbortSignal;
  /** Told of what is written to stdout, as it is. */
  readonly onPrint?: (text: string) => void;
  /** Whether stdout still has a reader. Default: it has. */
  readonly isRead?: () => boolean;
}

/** What a command line left behind. Paths of the temporary home read `<home>`. */
export interface CliRun {
  readonly stdout: string;
  readonly stderr: string;
  readonly exitCode: number;
}

/** A home of its own, and a way to run command lines in it. */
export interface TestCli {
  readonly home: string;
  /** Path of the configuration file. */
  readonly config: string;
  /** The Azure that commands reach. */
  readonly emulator: Emulator;
  readonly run: (line: string | readonly string[], options?: RunOptions) => Promise<CliRun>;
  /** Runs with `-o json` and parses stdout, which has to be one document. */
  readonly json: (line: string, options?: RunOptions) => Promise<unknown>;
}

/**
 * Makes a command line for one test: in process, in a temporary home, over an emulator of its own. `azlin local`
 * serves from this process, too.
 */
export async function testCli(options: EmulatorOptions = {}): Promise<TestCli> {
  const home = await mkdtemp(join(tmpdir(), "azlin-cli-"));
  const emulator = createEmulator({ seed: 1, ...options });
  onTestFinished(async () => {
    await emulator.stop();
    await rm(home, { recursive: true, force: true });
  });
  const run: TestCli["run"] = (line, runOptions = {}) =>
    runOnce(typeof line === "string" ? line.split(" ") : line, { home, emulator, ...runOptions });
  return {
    home,
    config: join(home, "config.toml"),
    emulator,
    run,
    json: async (line, runOptions) => JSON.parse((await run(`${line} -o json`, runOptions)).stdout) as unknown,
  };
}

/** What is told off a terminal of work that takes more than a second: whether it does is up to the machine. */
const PROGRESS =
  /^(?:Listing|Finding|Checking|Creating|Reading|Looking|Publishing|Replaying|Deleting|Starting|Stopping)\b.*\.\.\.\n/gm;

interface Run extends RunOptions {
  readonly home: string;
  readonly emulator: Emulator;
}

async function runOnce(argv: readonly string[], run: Run): Promise<CliRun> {
  const stdout: string[] = [];
  const stderr: string[] = [];
  const isTTY = run.types !== undefined;
  const stdin = Object.assign(new PassThrough(), { isTTY });
  const input = run.types ?? run.input;
  if (input !== undefined) stdin.end(input);
  const world: World = {
    stdin,
    stdout: {
      write: (text) => {
        stdout.push(text);
        run.onPrint?.(text);
      },
      get writable() {
        return run.isRead?.() ?? true;
      },
    },
    stderr: { write: (text) => stderr.push(text), isTTY },
    env: { AZLIN_HOME: run.home, HOME: run.home, USER: "tester", NO_COLOR: "1", ...run.env },
    cwd: run.home,
    clock: systemClock,
    signal: run.signal ?? new AbortController().signal,
    launchServer: launchHere,
    launchDaemon: ({ globals }) => launchDaemonHere(createContext({ ...world, signal: NEVER }, globals)),
    ...(run.isServed !== true && { createTransport: transportOf(run.emulator) }),
  };
  const exitCode = await runCli(argv, world);
  const readable = (text: string): string => text.replaceAll(run.home, "<home>");
  return { stdout: readable(stdout.join("")), stderr: readable(stderr.join("").replaceAll(PROGRESS, "")), exitCode };
}

function transportOf(emulator: Emulator): NonNullable<World["createTransport"]> {
  return ({ subscriptionIds }) => {
    const scope = subscriptionIds.length > 0 ? { subscriptionIds } : {};
    return Promise.resolve({ ...emulator.transport(), ...scope });
  };
}

const NEVER = new AbortController().signal;

/** Runs the lifecycle daemon in this process until the test ends, or until it is told to stop. */
function launchDaemonHere(context: Context): Promise<unknown> {
  const end = new AbortController();
  return new Promise((resolve, reject) => {
    const ended = runDaemon(context, { signal: end.signal, onReady: () => resolve(undefined) });
    ended.catch(reject);
    onTestFinished(async () => {
      end.abort();
      await ended.catch(() => {});
    });
  });
}

const launchHere: World["launchServer"] = async ({ home, port, ephemeral }) => {
  const paths = localPaths(home);
  const onError = (error: unknown): never => {
    throw error;
  };
  const serving = await serve({ paths, port, ephemeral, clock: systemClock, onError });
  onTestFinished(() => serving.close());
  return serving.record;
};
