import { setMaxListeners } from "node:events";
import { DeadlineError, isAzlinError } from "@azlin/core";
import { COMMANDS } from "./commands/index.ts";
import type { World } from "./context.ts";
import { createContext } from "./create-context.ts";
import type { Command } from "./define-command.ts";
import { EXIT, exitCodeOf, type ExitCode } from "./exit-codes.ts";
import { groupHelp, groupUsage } from "./help/group-help.ts";
import { helpFor, unknownCommand } from "./help/help-for.ts";
import { locateCommand, type Located } from "./locate-command.ts";
import { presentation, type Presentation } from "./presentation.ts";
import { parseArguments, type ParsedArguments } from "./parse-arguments.ts";
import { asAzlinError, formatError } from "./render/format-error.ts";
import { formatReport } from "./render/format-report.ts";
import { paintFor } from "./render/paint.ts";
import type { Report } from "./render/report.ts";
import { UsageError } from "./usage-error.ts";
import { version } from "./version.ts";

/** Milliseconds a command that changes something has to tell what it left behind, once it was told to end. */
const GRACE_MS = 10_000;

/**
 * Runs one command line from arguments to output.
 *
 * @param argv - the arguments, without node and the script.
 * @returns the exit code. Nothing is thrown: what fails is told on stderr, and on stdout with `-o json`.
 */
export async function runCli(argv: readonly string[], world: World): Promise<ExitCode> {
  const shown = presentation(argv);
  try {
    const report = await answer(argv, world);
    print(report, shown, world);
    if (report.exitCode !== undefined) return report.exitCode;
    if (report.failed !== true) return EXIT.done;
    return world.signal.aborted ? exitCodeOf(world.signal.reason) : EXIT.failed;
  } catch (thrown) {
    return fail(thrown, shown, world);
  }
}

async function answer(argv: readonly string[], world: World): Promise<Report> {
  const located = locateCommand(argv);
  const words = located.rest.slice(0, indexOrEnd(located.rest, "--"));
  if (argv.length === 0) return textReport("help", await groupHelp(""));
  if (words.includes("--version") || (located.path === "" && words.includes("-V"))) {
    return textReport("version", version);
  }
  if (words.some((word) => word === "--help" || word === "-h")) {
    return textReport("help", await helpFor(located.path.split(" ").filter(Boolean)));
  }
  const command = await requireCommand(located);
  return run(command, parseArguments(command, located.rest), world);
}

async function requireCommand({ path, kind }: Located): Promise<Command> {
  if (kind === "command") return COMMANDS[path]!();
  if (kind === "unknown") throw unknownCommand(path);
  throw new UsageError("A command is missing.", groupUsage(path), `See 'azlin${path && ` ${path}`} --help'.`);
}

/** Runs a command until it ends, Ctrl-C or `--timeout` included: it is then given time to tell what it has done. */
async function run(command: Command, { args, globals }: ParsedArguments, world: World): Promise<Report> {
  const { clock } = world;
  const { graceMs = command.uses?.includes("dryRun") === true ? GRACE_MS : 0 } = command;
  const ended = new AbortController();
  const stop = new AbortController();
  const signal = AbortSignal.any([world.signal, stop.signal]);
  // A command on a hundred VMs listens a hundred times: that is no leak.
  setMaxListeners(0, signal);
  if (globals.timeout !== undefined) {
    const afterMs = globals.timeout * 1_000;
    clock.delay(afterMs, { signal: ended.signal }).then(
      () => stop.abort(timedOut(command.path, afterMs)),
      () => {},
    );
  }
  const overdue = new Promise<never>((_resolve, reject) => {
    const onAbort = (): void => {
      clock.delay(graceMs, { signal: ended.signal }).then(
        () => reject(signal.reason as Error),
        () => {},
      );
    };
    signal.addEventListener("abort", onAbort, { once: true });
  });
  try {
    const report = await Promise.race([command.run(args, createContext({ ...world, signal }, globals)), overdue]);
    return globals.quiet ? { ...report, footer: [] } : report;
  } catch (error) {
    // Whatever a client made of the abort: the user pressed Ctrl-C, or the time was up.
    if (!isAzlinError(error, "INTERRUPTED") && !isAzlinError(error, "TIMED_OUT")) signal.throwIfAborted();
    throw error;
  } finally {
    ended.abort();
  }
}

function print(report: Report, shown: Presentation, { stdout, stderr, env }: World): void {
  const paint = paintFor({ flag: shown.color, env, isTerminal: stdout.isTTY === true });
  stdout.write(formatReport(report, shown.format, paint.bold));
  for (const line of report.footer ?? []) stderr.write(`${line}\n`);
}

function fail(thrown: unknown, shown: Presentation, { stdout, stderr, env }: World): ExitCode {
  const error = asAzlinError(thrown);
  const paint = paintFor({ flag: shown.color, env, isTerminal: stderr.isTTY === true });
  if (shown.format === "json") stdout.write(`${JSON.stringify({ error: error.toJSON() }, null, 2)}\n`);
  stderr.write(formatError(error, paint, shown.verbose));
  return exitCodeOf(error);
}

function textReport(name: string, text: string): Report {
  return { json: { [name]: text }, text };
}

function timedOut(path: string, afterMs: number): DeadlineError {
  return new DeadlineError("TIMED_OUT", `'azlin ${path}' did not end within ${afterMs / 1_000} s.`, {
    operation: path,
    afterMs,
    hint: "Allow more time with --timeout: what was begun in Azure goes on.",
  });
}

function indexOrEnd(words: readonly string[], word: string): number {
  const index = words.indexOf(word);
  return index < 0 ? words.length : index;
}
