import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Pack } from "tar-stream";
import { join } from "../filter/walk-tree.ts";
import { inOrder } from "../filter/in-order.ts";
import type { TreeEntry } from "../filter/tree-entry.ts";
import type { MissingFile } from "./copy-report.ts";
import { changedFile, type TransferWork } from "./transfer-work.ts";

/** Files up to this size are read ahead, a few at a time: one by one, small files take longer to open than to send. */
const READ_AHEAD_BYTES = 256 * 1024;
const READ_AHEAD_FILES = 8;

/** A file's content, or `large` when it is to be streamed, or `changed` when it is not what the filter saw. */
type Content = Buffer | "large" | "changed" | "none";

/**
 * Writes local files into a tar stream and ends it. A file that is not the one that the filter saw is left out.
 *
 * @returns what was left out.
 */
export async function packEntries(pack: Pack, work: TransferWork): Promise<MissingFile[]> {
  const root = Buffer.from(work.transfer.from);
  const missing: MissingFile[] = [];
  const read = async (entry: TreeEntry) => ({ entry, content: await readAhead(join(root, entry.path), entry) });
  for await (const { entry, content } of inOrder(work.entries, READ_AHEAD_FILES, read)) {
    work.signal?.throwIfAborted();
    const isPacked = await packEntry(pack, { entry, content, path: join(root, entry.path), work });
    if (!isPacked) missing.push(changedFile(entry));
    else if (entry.kind !== "directory") work.meter.add(0, 1);
  }
  pack.finalize();
  return missing;
}

async function readAhead(path: Buffer, entry: TreeEntry): Promise<Content> {
  if (entry.kind !== "file") return "none";
  if (entry.size > READ_AHEAD_BYTES) return "large";
  const content = await withUnchanged(path, entry, async (file) => {
    const { buffer, bytesRead } = await file.read(Buffer.allocUnsafe(entry.size), 0, entry.size, 0);
    return bytesRead === entry.size ? buffer : undefined;
  });
  return content ?? "changed";
}

interface EntryWork {
  readonly entry: TreeEntry;
  readonly content: Content;
  readonly path: Buffer;
  readonly work: TransferWork;
}

async function packEntry(pack: Pack, { entry, content, path, work }: EntryWork): Promise<boolean> {
  if (content === "changed") return false;
  if (content === "large") {
    const sent = await withUnchanged(path, entry, async (file) => {
      await packContent(pack, file, { entry, work });
      return true;
    });
    return sent === true;
  }
  if (content === "none") {
    packOther(pack, entry);
    return true;
  }
  await new Promise<void>((resolve, reject) => {
    pack.entry({ ...headerOf(entry), size: content.length }, content, (error) => (error ? reject(error) : resolve()));
  });
  work.meter.add(content.length);
  return true;
}

/** Opens a file when it is the one that the filter saw; `undefined` when it is not. */
async function withUnchanged<T>(
  path: Buffer,
  entry: TreeEntry,
  use: (file: FileHandle) => Promise<T>,
): Promise<T | undefined> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return undefined;
  }
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size !== entry.size || found.mtimeMs !== entry.mtimeMs) return undefined;
    return await use(file);
  } finally {
    await file.close();
  }
}

function packOther(pack: Pack, entry: TreeEntry): void {
  const { kind, linkTarget } = entry;
  const header = headerOf(entry);
  if (kind === "directory") pack.entry({ ...header, type: "directory" });
  else pack.entry({ ...header, type: "symlink", linkname: linkTarget?.toString("utf8") ?? "" });
}

async function packContent(
  pack: Pack,
  file: FileHandle,
  { entry, work }: Pick<EntryWork, "entry" | "work">,
): Promise<void> {
  const sink = pack.entry({ ...headerOf(entry), size: entry.size });
  // Ends where the header says, should the file grow meanwhile.
  const content = file.createReadStream({ start: 0, end: entry.size - 1, autoClose: false, highWaterMark: 262_144 });
  content.on("data", (chunk) => work.meter.add(chunk.length));
  await pipeline(content, sink as unknown as NodeJS.WritableStream);
}

function headerOf({ path, mode, mtimeMs }: TreeEntry): { name: string; mode: number; mtime: Date } {
  return { name: path.toString("utf8"), mode: mode & 0o777, mtime: new Date(mtimeMs) };
}
