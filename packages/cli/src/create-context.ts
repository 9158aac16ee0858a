import { azlinHome, createLogger, type AzureTransport, type Logger, type LogRecord } from "@azlin/core";
import { configLocation } from "./config/config-location.ts";
import { loadConfig, type ConfigSource } from "./config/load-config.ts";
import { explainSettings, resolveSettings, type SettingsFacts } from "./config/resolve-settings.ts";
import type { Context, World } from "./context.ts";
import type { GlobalValues } from "./global-options.ts";
import { LocalCloud } from "./local/local-cloud.ts";
import { askForLine, isSomebodyThere, prompt } from "./prompt.ts";
import { readInput } from "./read-input.ts";
import { withFullScreen } from "./render/full-screen.ts";
import { formatTable } from "./render/format-table.ts";
import { paintFor, type Paint } from "./render/paint.ts";
import { withProgress } from "./render/progress.ts";
import { withTaskBoard } from "./render/task-board.ts";

/** The context of one run of a command. Files are read, and Azure is reached, when the command first asks for it. */
export function createContext(world: World, globals: GlobalValues): Context {
  const { env, clock, signal, stderr } = world;
  const home = azlinHome(env);
  const isTerminal = stderr.isTTY === true;
  const paint = paintFor({ flag: globals.color, env, isTerminal });
  const shown = { stream: stderr, clock, isTerminal, quiet: globals.quiet };
  const speaker = speakOn(world, globals, paint);
  const local = new LocalCloud({ home, launch: world.launchServer, signal });
  const configSource = once(async (): Promise<ConfigSource> => {
    const path = await configLocation(globals.config, { home, cwd: world.cwd });
    return { path, isNamed: globals.config !== undefined };
  });
  const facts = once(async (): Promise<SettingsFacts> => ({
    globals,
    env,
    config: await loadConfig(await configSource()),
  }));
  const settings = once(async () => resolveSettings(await facts()));
  const transport = once(async (): Promise<AzureTransport> => {
    if (world.createTransport !== undefined) return world.createTransport(await settings());
    const { createTransport } = await import("./transport/create-transport.ts");
    return createTransport(await settings(), { local, note: speaker.note, globals });
  });
  return {
    ...speaker,
    ...terminalOf(world, globals),
    env,
    clock,
    signal,
    home,
    globals,
    local,
    configSource,
    settings,
    transport,
    launchDaemon: (until) => world.launchDaemon({ globals, home }, until),
    operation: { signal, ...(globals.timeout !== undefined && { timeoutMs: globals.timeout * 1_000 }) },
    isDryRun: globals.dryRun,
    resourceGroup: globals.resourceGroup,
    progress: (label, work) => withProgress(label, shown, work),
    board: (titles, work) => withTaskBoard(titles, { ...shown, paint }, work),
    formatTable: (table) => formatTable(table, paint.bold),
    explainSettings: async () => explainSettings(await facts()),
  };
}

type Terminal = Pick<Context, "print" | "readInput" | "hasScreen" | "fullScreen" | "isInteractive" | "confirm" | "ask">;

function terminalOf(world: World, { yes }: GlobalValues): Terminal {
  const { stdout } = world;
  return {
    print: (text) => {
      stdout.write(text);
      return stdout.writable !== false;
    },
    hasScreen: stdout.isTTY === true,
    fullScreen: (work) => withFullScreen(stdout, work),
    isInteractive: isSomebodyThere(world),
    confirm: async (question) => yes || prompt(question, world),
    readInput: () => readInput(world),
    ask: (question) => askForLine(question, world),
  };
}

type Speaker = Pick<Context, "note" | "warn" | "logger">;

function speakOn({ stderr }: World, { quiet, verbose }: GlobalValues, paint: Paint): Speaker {
  const note = (text: string): void => {
    if (!quiet) stderr.write(`${text}\n`);
  };
  const warn = (text: string): void => {
    stderr.write(`${paint.yellow("Warning:")} ${text}\n`);
  };
  const logger: Logger = createLogger(({ level, message, fields }: LogRecord) => {
    if (verbose) stderr.write(`${paint.dim(level)} ${message} ${JSON.stringify(fields)}\n`);
    else if (level === "warn" || level === "error") warn(message);
  });
  return { note, warn, logger };
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}
