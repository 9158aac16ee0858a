import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { MAX_MATCH_BYTES } from "./content-rules.ts";
import { classifyContent } from "./classify-content.ts";

const CHUNK_BYTES = 1024 * 1024;
/** Bytes of a file that are read from its beginning; of a longer one the last chunk as well. */
const MAX_SCAN_BYTES = 256 * CHUNK_BYTES;

/**
 * Why the content of a local file may not leave; `undefined` when no secret is found in it.
 *
 * @throws what opening and reading throws; Error when it is not a regular file any more.
 */
export async function scanFile(path: Buffer): Promise<string | undefined> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  try {
    const found = await file.stat();
    if (!found.isFile()) throw new Error("it is not a file any more");
    const reason = await scanRange(file, 0, Math.min(found.size, MAX_SCAN_BYTES));
    if (reason !== undefined || found.size <= MAX_SCAN_BYTES) return reason;
    return await scanRange(file, Math.max(MAX_SCAN_BYTES, found.size - CHUNK_BYTES), found.size);
  } finally {
    await file.close();
  }
}

async function scanRange(file: FileHandle, from: number, to: number): Promise<string | undefined> {
  const buffer = Buffer.allocUnsafe(Math.min(CHUNK_BYTES, to - from) + MAX_MATCH_BYTES);
  let kept = 0;
  for (let at = from; at < to;) {
    const { bytesRead } = await file.read(buffer, kept, Math.min(CHUNK_BYTES, to - at), at);
    if (bytesRead === 0) return undefined;
    const filled = kept + bytesRead;
    const reason = classifyContent(buffer.subarray(0, filled));
    if (reason !== undefined) return reason;
    // A secret may lie across two chunks.
    kept = Math.min(MAX_MATCH_BYTES, filled);
    buffer.copy(buffer, 0, filled - kept, filled);
    at += bytesRead;
  }
  return undefined;
}
