import type { Clock } from "@azlin/core";
import type { CopyOptions } from "./copy-context.ts";

const INTERVAL_MS = 100;

/** Counts what a copy has carried and tells of it, not too often. */
export class CopyMeter {
  readonly #total: { readonly files: number; readonly bytes: number };
  readonly #clock: Clock;
  readonly #tell: CopyOptions["onProgress"];
  readonly #startMs: number;
  #toldMs = Number.NEGATIVE_INFINITY;
  #bytes = 0;
  #files = 0;

  constructor(
    total: { readonly files: number; readonly bytes: number },
    clock: Clock,
    onProgress: CopyOptions["onProgress"],
  ) {
    this.#total = total;
    this.#clock = clock;
    this.#tell = onProgress;
    this.#startMs = clock.now();
  }

  get bytes(): number {
    return this.#bytes;
  }

  get files(): number {
    return this.#files;
  }

  /** Sets both counts, for a part of the copy that counts by itself and for going back after a failure. */
  set({ bytes, files }: { readonly bytes: number; readonly files: number }): void {
    this.#bytes = Math.min(bytes, this.#total.bytes);
    this.#files = Math.min(files, this.#total.files);
    this.#report(false);
  }

  add(bytes: number, files = 0): void {
    this.set({ bytes: this.#bytes + bytes, files: this.#files + files });
  }

  end(): void {
    this.#report(true);
  }

  #report(isLast: boolean): void {
    const nowMs = this.#clock.now();
    if (this.#tell === undefined || (!isLast && nowMs - this.#toldMs < INTERVAL_MS)) return;
    this.#toldMs = nowMs;
    this.#tell({
      bytes: this.#bytes,
      totalBytes: this.#total.bytes,
      files: this.#files,
      totalFiles: this.#total.files,
      bytesPerSecond: Math.round((this.#bytes * 1_000) / Math.max(1, nowMs - this.#startMs)),
    });
  }
}
