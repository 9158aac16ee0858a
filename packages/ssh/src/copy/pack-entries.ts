import { constants } from "node:fs";
import { open, type FileHandle } from "node:fs/promises";
import { pipeline } from "node:stream/promises";
import type { Pack } from "tar-stream";
import { join } from "../filter/walk-tree.ts";
import type { TreeEntry } from "../filter/tree-entry.ts";
import type { MissingFile } from "./copy-report.ts";
import { changedFile, type TransferWork } from "./transfer-work.ts";

/**
 * Writes local files into a tar stream and ends it. A file that is not the one that the filter saw is left out.
 *
 * @returns what was left out.
 */
export async function packEntries(pack: Pack, work: TransferWork): Promise<MissingFile[]> {
  const root = Buffer.from(work.transfer.from);
  const missing: MissingFile[] = [];
  for (const entry of work.entries) {
    work.signal?.throwIfAborted();
    if (entry.kind === "file") {
      const isPacked = await packFile(pack, join(root, entry.path), { entry, work });
      if (!isPacked) missing.push(changedFile(entry));
    } else {
      packOther(pack, entry);
    }
  }
  pack.finalize();
  return missing;
}

function packOther(pack: Pack, entry: TreeEntry): void {
  const { kind, linkTarget } = entry;
  const header = headerOf(entry);
  if (kind === "directory") pack.entry({ ...header, type: "directory" });
  else pack.entry({ ...header, type: "symlink", linkname: linkTarget?.toString("utf8") ?? "" });
}

interface FileWork {
  readonly entry: TreeEntry;
  readonly work: TransferWork;
}

async function packFile(pack: Pack, path: Buffer, { entry, work }: FileWork): Promise<boolean> {
  let file: FileHandle;
  try {
    file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW | constants.O_NONBLOCK);
  } catch {
    return false;
  }
  try {
    const found = await file.stat();
    if (!found.isFile() || found.size !== entry.size || found.mtimeMs !== entry.mtimeMs) return false;
    if (entry.size === 0) pack.entry({ ...headerOf(entry), size: 0 }, "");
    else await packContent(pack, file, { entry, work });
    work.meter.add(0, 1);
    return true;
  } finally {
    await file.close();
  }
}

async function packContent(pack: Pack, file: FileHandle, { entry, work }: FileWork): Promise<void> {
  const sink = pack.entry({ ...headerOf(entry), size: entry.size });
  // Ends where the header says, should the file grow meanwhile.
  const content = file.createReadStream({ start: 0, end: entry.size - 1, autoClose: false, highWaterMark: 262_144 });
  content.on("data", (chunk) => work.meter.add(chunk.length));
  await pipeline(content, sink as unknown as NodeJS.WritableStream);
}

function headerOf({ path, mode, mtimeMs }: TreeEntry): { name: string; mode: number; mtime: Date } {
  return { name: path.toString("utf8"), mode: mode & 0o777, mtime: new Date(mtimeMs) };
}
