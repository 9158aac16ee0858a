import { closeSync, constants, fstatSync, openSync, readSync } from "node:fs";
import { classifyContent } from "./classify-content.ts";

/** Bytes of the longest file that {@link scanSmallFile} reads. */
export const SMALL_FILE_BYTES = 64 * 1024;

/** One byte more than fits, to see that a file has grown; used by one file at a time, as nothing waits in between. */
const buffer = Buffer.allocUnsafeSlow(SMALL_FILE_BYTES + 1);

/**
 * Why the content of a small local file may not leave, at once: a way through Node's thread pool for each of the calls
 * takes many times as long as the calls.
 *
 * @returns `undefined` for a file that is larger than small ones are.
 * @throws what opening and reading throws; Error when it is not a regular file any more.
 */
export function scanSmallFile(path: Buffer): { readonly reason: string | undefined } | undefined {
  const file = openSync(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    if (!fstatSync(file).isFile()) throw new Error("it is not a file any more");
    const filled = fill(file);
    return filled > SMALL_FILE_BYTES ? undefined : { reason: classifyContent(buffer.subarray(0, filled)) };
  } finally {
    closeSync(file);
  }
}

/** Reads to the end of the file or of the buffer; a read may bring less than asked for. */
function fill(file: number): number {
  let filled = 0;
  while (filled < buffer.length) {
    const bytesRead = readSync(file, buffer, filled, buffer.length - filled, null);
    if (bytesRead === 0) break;
    filled += bytesRead;
  }
  return filled;
}
