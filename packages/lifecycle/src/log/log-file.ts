import { closeSync, fstatSync, openSync, renameSync, rmSync, statSync, writeSync } from "node:fs";
import { createLogger, type Clock, type Logger, type LogLevel, type LogRecord } from "@azlin/core";

/** Options of {@link LogFile}. */
export interface LogFileOptions {
  readonly clock: Clock;
  /** The least that is written. Default: `info`. */
  readonly level?: LogLevel;
  /** Bytes after which a new file is begun. Default: 10 MiB. */
  readonly maxBytes?: number;
  /** Old files that are kept, as `….log.1` (the youngest) and on. Default: 5. */
  readonly kept?: number;
}

const RANKS: Readonly<Record<LogLevel, number>> = { debug: 0, info: 1, warn: 2, error: 3 };
/** Milliseconds between two looks whether somebody else has moved the file away. */
const LOOK_MS = 1_000;

/**
 * A log of JSON lines (0600) that never grows beyond its bounds and never stops the work: what cannot be written, as on a
 * full disk, is counted and said when writing works again. A file that others moved away is begun anew.
 */
export class LogFile {
  readonly logger: Logger;
  readonly #path: string;
  readonly #options: Required<LogFileOptions>;
  #descriptor: number | undefined;
  #size = 0;
  #lookedAtMs = 0;
  #lost = 0;
  #level: LogLevel;

  constructor(path: string, options: LogFileOptions) {
    this.#path = path;
    this.#options = { level: "info", maxBytes: 10 * 1024 * 1024, kept: 5, ...options };
    this.#level = this.#options.level;
    this.logger = createLogger((record) => this.#log(record));
  }

  /** Lines that could not be written and were not told of yet. */
  get lost(): number {
    return this.#lost;
  }

  /** Changes what is written from now on. */
  setLevel(level: LogLevel): void {
    this.#level = level;
  }

  /** Begins the file anew if it was moved away. */
  reopen(): void {
    this.close();
  }

  close(): void {
    if (this.#descriptor !== undefined) closeSync(this.#descriptor);
    this.#descriptor = undefined;
  }

  #log({ level, message, fields }: LogRecord): void {
    if (RANKS[level] < RANKS[this.#level]) return;
    const time = new Date(this.#options.clock.now()).toISOString();
    try {
      if (this.#lost > 0) this.#write({ time, level: "warn", message: "log lines were lost", lines: this.#lost });
      this.#lost = 0;
      this.#write({ time, level, message, ...fields });
    } catch {
      this.#lost += 1;
      this.close();
    }
  }

  #write(entry: object): void {
    const line = Buffer.from(`${JSON.stringify(entry)}\n`);
    this.#leaveWhenMoved();
    const descriptor = this.#descriptor ?? this.#open();
    writeSync(descriptor, line);
    this.#size += line.length;
    if (this.#size > this.#options.maxBytes) this.#rotate();
  }

  #open(): number {
    const descriptor = openSync(this.#path, "a", 0o600);
    this.#descriptor = descriptor;
    this.#size = fstatSync(descriptor).size;
    return descriptor;
  }

  #leaveWhenMoved(): void {
    const nowMs = this.#options.clock.now();
    if (this.#descriptor === undefined || Math.abs(nowMs - this.#lookedAtMs) < LOOK_MS) return;
    this.#lookedAtMs = nowMs;
    const there = statSync(this.#path, { throwIfNoEntry: false });
    if (there?.ino !== fstatSync(this.#descriptor).ino) this.close();
  }

  #rotate(): void {
    this.close();
    const { kept } = this.#options;
    if (kept === 0) rmSync(this.#path, { force: true });
    for (let age = kept - 1; age >= 0; age -= 1) {
      const from = age === 0 ? this.#path : `${this.#path}.${age}`;
      if (statSync(from, { throwIfNoEntry: false }) !== undefined) renameSync(from, `${this.#path}.${age + 1}`);
    }
  }
}
