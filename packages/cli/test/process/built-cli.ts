import { execFile, spawn, type ChildProcess } from "node:child_process";
import { mkdtemp, readFile, rm } from "node:fs/promises";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { onTestFinished } from "vitest";
import type { ServerRecord } from "../../src/local/server-record.ts";

const execute = promisify(execFile);
const packageFolder = fileURLToPath(new URL("../..", import.meta.url));

/** The program as it is published, built from the sources of now. */
export interface BuiltCli {
  /** Path of its entry. */
  readonly entry: string;
  readonly remove: () => Promise<void>;
}

/** Builds the program into a folder of its own. */
export async function buildCli(): Promise<BuiltCli> {
  const folder = join(packageFolder, "temp", `cli-${process.pid}-${Math.random().toString(36).slice(2)}`);
  const tsup = join(dirname(createRequire(import.meta.url).resolve("tsup/package.json")), "dist", "cli-default.js");
  await execute(process.execPath, [tsup, "--silent", "--out-dir", folder], { cwd: packageFolder });
  return { entry: join(folder, "main.cjs"), remove: () => rm(folder, { recursive: true, force: true }) };
}

/** What a process left behind. */
export interface Ended {
  readonly stdout: string;
  readonly stderr: string;
  readonly code: number | null;
  readonly signal: NodeJS.Signals | null;
}

/** A running `azlin`. */
export interface Running {
  readonly child: ChildProcess;
  readonly ended: Promise<Ended>;
  /** What it has said so far on stderr. */
  readonly said: () => string;
}

/** A home of its own, and real processes in it. The local Azure of the home ends with the test. */
export interface ProcessCli {
  readonly home: string;
  readonly start: (line: string, env?: NodeJS.ProcessEnv) => Running;
  readonly run: (line: string, env?: NodeJS.ProcessEnv) => Promise<Ended>;
  /** The local Azure's record; `undefined` while there is none. */
  readonly server: () => Promise<ServerRecord | undefined>;
}

/** Makes a {@link ProcessCli} for one test. */
export async function processCli({ entry }: BuiltCli): Promise<ProcessCli> {
  const home = await mkdtemp(join(tmpdir(), "azlin-cli-"));
  const start: ProcessCli["start"] = (line, env = {}) => {
    const child = spawn(process.execPath, [entry, ...line.split(" ")], {
      env: { PATH: process.env["PATH"], HOME: home, AZLIN_HOME: home, ...env },
    });
    const said = { out: "", err: "" };
    child.stdout.on("data", (text) => (said.out += String(text)));
    child.stderr.on("data", (text) => (said.err += String(text)));
    const ended = new Promise<Ended>((resolve, reject) => {
      child.on("error", reject);
      child.on("close", (code, signal) => resolve({ stdout: said.out, stderr: said.err, code, signal }));
    });
    return { child, ended, said: () => said.err };
  };
  const run: ProcessCli["run"] = (line, env) => start(line, env).ended;
  onTestFinished(async () => {
    await run("local stop");
    await rm(home, { recursive: true, force: true });
  });
  const server = async (): Promise<ServerRecord | undefined> => {
    const text = await readFile(join(home, "local", "server.json"), "utf8").catch(() => undefined);
    return text === undefined ? undefined : (JSON.parse(text) as ServerRecord);
  };
  return { home, start, run, server };
}
