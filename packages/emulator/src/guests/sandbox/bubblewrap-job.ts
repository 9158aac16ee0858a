import { PassThrough, type Readable, type Writable } from "node:stream";
import type { JobDirectory } from "./job-directory.ts";
import { openJobPipes, type JobPipes } from "./job-pipes.ts";
import type { SandboxProcess, TerminalSize } from "./sandbox.ts";

const BUFFERED = { highWaterMark: 256 * 1024 };
const TERMINAL = /^\/dev\/pts\/\d+$/;

/** A job in a {@link BubblewrapSandbox}, between the agent's messages and the streams of its user. */
export class BubblewrapJob implements SandboxProcess {
  readonly stdin: Writable = new PassThrough(BUFFERED);
  readonly stdout: Readable = new PassThrough(BUFFERED);
  readonly stderr: Readable = new PassThrough(BUFFERED);
  readonly exit: Promise<number>;
  /** Settled when the agent has begun it. */
  readonly started: Promise<void>;
  readonly #directory: JobDirectory;
  readonly #order: (line: string) => void;
  #pipes: Promise<JobPipes> | undefined;
  #pid: number | undefined;
  #end!: { resolve: (code: number) => void; reject: (cause: Error) => void };
  #begin!: { resolve: () => void; reject: (cause: Error) => void };

  /** @param order - Gives the agent an order. */
  constructor(directory: JobDirectory, order: (line: string) => void) {
    this.#directory = directory;
    this.#order = order;
    this.exit = new Promise((resolve, reject) => (this.#end = { resolve, reject }));
    this.started = new Promise((resolve, reject) => (this.#begin = { resolve, reject }));
    // Whoever waits for it is told; a job that nobody waits for any more is no error.
    this.exit.catch(() => {});
  }

  /** The agent says how it fares. */
  heard(verb: string | undefined, value: number): void {
    if (verb === "open") this.#opened();
    if (verb === "started") this.#begun(value);
    if (verb === "exit") this.#ended(value);
  }

  /** Its pipes are there. */
  #opened(): void {
    this.#pipes = openJobPipes(this.#directory.place);
    this.#pipes.then(
      (pipes) => {
        pipes.stdout.pipe(this.stdout as PassThrough);
        pipes.stderr.pipe(this.stderr as PassThrough);
        return undefined;
      },
      (cause: Error) => this.lost(cause),
    );
  }

  /** It runs; only now has its input a reader. */
  #begun(pid: number): void {
    this.#pid = pid;
    this.#pipes?.then(
      ({ stdin }) => {
        this.stdin.on("error", () => {});
        (this.stdin as PassThrough).pipe(stdin);
        this.#begin.resolve();
        return undefined;
      },
      () => {},
    );
  }

  #ended(code: number): void {
    this.#pid = undefined;
    this.#pipes?.then(
      ({ stdin }) => stdin.destroy(),
      () => {},
    );
    this.#end.resolve(code);
  }

  /** Its sandbox is gone. */
  lost(cause: Error): void {
    this.#begin.reject(cause);
    this.#end.reject(cause);
    for (const stream of [this.stdin, this.stdout, this.stderr]) stream.destroy();
    this.#pipes?.then(
      ({ stdin, stdout, stderr }) => [stdin, stdout, stderr].forEach((socket) => socket.destroy()),
      () => {},
    );
  }

  signal(name: string): void {
    if (this.#pid !== undefined && /^[A-Z][A-Z0-9]*$/.test(name)) this.#order(`signal ${this.#pid} ${name}`);
  }

  resize({ rows, columns }: TerminalSize): void {
    const terminal = this.#directory.readTerminal() ?? "";
    if (TERMINAL.test(terminal)) this.#order(`resize ${terminal} ${rows} ${columns}`);
  }
}
