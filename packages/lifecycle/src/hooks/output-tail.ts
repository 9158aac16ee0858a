import type { Readable } from "node:stream";

const MAX_BYTES = 4_096;

/** The end of what a process prints; the rest is read and forgotten, so that it never waits for a reader. */
export class OutputTail {
  #tail = Buffer.alloc(0);

  /** Reads a stream to its end. */
  read(stream: Readable): void {
    stream.on("data", (chunk: Buffer) => {
      this.#tail = Buffer.concat([this.#tail, chunk.subarray(-MAX_BYTES)]).subarray(-MAX_BYTES);
    });
    // A pipe that breaks with its process has no more to say.
    stream.on("error", () => {});
  }

  toString(): string {
    return this.#tail.toString("utf8");
  }
}
