import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { join } from "../filter/walk-tree.ts";
import type { TreeEntry } from "../filter/tree-entry.ts";
import { printable } from "../text/printable.ts";
import type { MissingFile } from "./copy-report.ts";
import { isUnchanged, readUnchanged } from "./read-unchanged.ts";
import { TAR_BLOCK_BYTES, tarHeader, tarPadding } from "./tar-header.ts";
import { changedFile, type TransferWork } from "./transfer-work.ts";

/** Files up to this size are read in one go, larger ones are streamed. */
const READ_AT_ONCE_BYTES = 256 * 1024;

interface EntryWork {
  readonly entry: TreeEntry;
  readonly path: Buffer;
  readonly work: TransferWork;
}

/**
 * Local files as a tar stream. A file that is not the one that the filter saw is left out.
 *
 * @param missing - where it is written down what was left out.
 */
export async function* packEntries(work: TransferWork, missing: MissingFile[]): AsyncGenerator<Buffer> {
  const root = Buffer.from(work.transfer.from);
  for (const entry of work.entries) {
    work.signal?.throwIfAborted();
    const input = { entry, path: join(root, entry.path), work };
    let isPacked = true;
    if (entry.size > READ_AT_ONCE_BYTES) {
      isPacked = yield* packLarge(input);
    } else {
      const packed = packSmall(input);
      if (packed === undefined) isPacked = false;
      else yield packed;
    }
    if (!isPacked) missing.push(changedFile(entry));
    else if (entry.kind !== "directory") work.meter.add(0, 1);
  }
  yield Buffer.alloc(2 * TAR_BLOCK_BYTES);
}

/** All of an entry in one piece, and a file's content read to where it belongs in that. */
function packSmall({ entry, path, work }: EntryWork): Buffer | undefined {
  const header = tarHeader(entry);
  if (entry.kind !== "file") return header;
  const end = header.length + entry.size;
  const packed = Buffer.allocUnsafe(end + tarPadding(entry.size)).fill(0, end);
  header.copy(packed);
  if (!readUnchanged(path, entry, packed.subarray(header.length, end))) return undefined;
  work.meter.add(entry.size);
  return packed;
}

async function* packLarge({ entry, path, work }: EntryWork): AsyncGenerator<Buffer, boolean> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return false;
  }
  try {
    if (!isUnchanged(await file.stat(), entry)) return false;
    yield tarHeader(entry);
    for await (const chunk of contentOf(file, entry)) {
      work.meter.add(chunk.length);
      yield chunk;
    }
    yield Buffer.alloc(tarPadding(entry.size));
    return true;
  } finally {
    await file.close();
  }
}

/** As many bytes as the header says, also when the file has grown meanwhile. */
async function* contentOf(file: FileHandle, { path, size }: TreeEntry): AsyncGenerator<Buffer> {
  let left = size;
  const content = file.createReadStream({ start: 0, end: size - 1, autoClose: false, highWaterMark: 262_144 });
  for await (const chunk of content as AsyncIterable<Buffer>) {
    left -= chunk.length;
    yield chunk;
  }
  if (left > 0) throw new Error(`${printable(path)} became shorter while it was read.`);
}
