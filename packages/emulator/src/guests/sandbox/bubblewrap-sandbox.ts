import { spawn, type ChildProcessByStdio } from "node:child_process";
import { randomBytes } from "node:crypto";
import { once } from "node:events";
import { createInterface } from "node:readline";
import type { Readable, Writable } from "node:stream";
import { InternalError } from "@azlin/core";
import { GuestFiles } from "../disk/guest-files.ts";
import { AGENT_SCRIPT, JOBS_DIRECTORY } from "./agent-script.ts";
import { bubblewrapArguments } from "./bubblewrap-arguments.ts";
import { BubblewrapJob } from "./bubblewrap-job.ts";
import { JobDirectory } from "./job-directory.ts";
import { jobScripts } from "./job-script.ts";
import { BUBBLEWRAP } from "./probe-bubblewrap.ts";
import type { Sandbox, SandboxJob, SandboxOptions, SandboxProcess } from "./sandbox.ts";

type Agent = ChildProcessByStdio<Writable, Readable, Readable>;

/** More than any message of the agent or of a stand-in. */
const MAX_STDERR = 4096;

/**
 * A guest in bubblewrap: one sandbox as long as the VM runs, so that what a command leaves running goes on when its
 * connection has ended. It is started with the first command.
 */
export class BubblewrapSandbox implements Sandbox {
  readonly isReal = true;
  readonly #options: SandboxOptions;
  readonly #files: GuestFiles;
  readonly #jobs = new Map<string, BubblewrapJob>();
  #agent: Agent | undefined;
  #isStopped = false;
  /** Why the sandbox ended by itself. */
  #death: InternalError | undefined;

  constructor(options: SandboxOptions) {
    this.#options = options;
    this.#files = new GuestFiles(options.root);
  }

  async start(job: SandboxJob): Promise<SandboxProcess> {
    if (this.#isStopped) throw new InternalError("SANDBOX_STOPPED", "The guest has been shut down.");
    const agent = (this.#agent ??= this.#startAgent());
    if (this.#death !== undefined) throw this.#death;
    const id = randomBytes(8).toString("hex");
    const directory = new JobDirectory(this.#files, id, jobScripts(id, job, this.#options.isDiskFull()));
    const order = (line: string): void => {
      if (!this.#isStopped) agent.stdin.write(`${line}\n`);
    };
    const running = new BubblewrapJob(directory, order);
    this.#jobs.set(id, running);
    const forget = (): void => {
      this.#jobs.delete(id);
      if (!this.#isStopped) directory.remove();
    };
    running.exit.then(forget, forget);
    order(`run ${id}`);
    await running.started;
    return running;
  }

  async stop(): Promise<void> {
    if (this.#isStopped) return;
    this.#isStopped = true;
    const agent = this.#agent;
    if (agent === undefined || agent.exitCode !== null || agent.signalCode !== null) return;
    // Its output ends with the last process that has it open: the first one of the sandbox.
    const gone = once(agent, "close");
    // The end of its orders ends a sandbox that has not got so far yet as to die with bubblewrap.
    agent.stdin.destroy();
    agent.kill("SIGKILL");
    await gone;
  }

  #startAgent(): Agent {
    this.#files.makeDirectory(JOBS_DIRECTORY, 0o700);
    this.#files.write("/run/azlin/agent", AGENT_SCRIPT, 0o755);
    const child = spawn(BUBBLEWRAP, bubblewrapArguments(this.#options), { stdio: ["pipe", "pipe", "pipe"] });
    let complaint = "";
    child.stderr.on("data", (chunk: Buffer) => (complaint = (complaint + chunk.toString()).slice(0, MAX_STDERR)));
    // An order to a sandbox that has just died is lost with it.
    child.stdin.on("error", () => {});
    child.once("error", (cause) => this.#died(cause.message));
    child.once("exit", () => this.#died(complaint));
    createInterface({ input: child.stdout }).on("line", (line) => this.#heard(line));
    return child;
  }

  #died(complaint: string): void {
    this.#death = new InternalError("SANDBOX_ENDED", `The guest's sandbox has ended. ${complaint}`.trim());
    for (const job of this.#jobs.values()) job.lost(this.#death);
  }

  #heard(line: string): void {
    const [verb, subject = "", value] = line.split(" ");
    if (verb === "event") this.#options.onEvent(subject);
    else this.#jobs.get(subject)?.heard(verb, Number(value));
  }
}
