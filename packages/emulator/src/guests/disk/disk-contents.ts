import { constants } from "node:fs";
import { cp, lstat, mkdir, readdir, readFile, rename, writeFile } from "node:fs/promises";
import path from "node:path";
import { GuestFiles } from "./guest-files.ts";
import { removeTree } from "./remove-tree.ts";

/** What is known of a disk's contents beside the files in it. */
export interface DiskRecord {
  /** The user that may sign in. */
  readonly adminUser?: string;
  /** `vmId` of the VM whose first boot these contents have seen. */
  readonly provisionedFor?: string;
}

const RECORD = "disk.json";
const ROOT = "root";
/** A directory of ours: other things may lie beside them where a person named the place. */
const DISK_DIRECTORY = /^[\da-f]{24}(\.part)?$/;
/** What does not outlive a boot. */
const VOLATILE = new Set(["run", "tmp"].map((name) => path.join(ROOT, name)));
/** How often a copy is begun anew when files of a running guest vanish under it. */
const ATTEMPTS = 3;

/**
 * The contents of disks, snapshots and images: a directory each, below one. They belong to the disk, not to the VM, and
 * so go where it goes.
 */
export class DiskContents {
  readonly #directory: string;

  constructor(directory: string) {
    this.#directory = directory;
  }

  /** Directory of the stand-ins that all guests share. */
  get standIns(): string {
    return path.join(this.#directory, "stand-ins");
  }

  /** Directory of one disk, on this machine. */
  directoryOf(key: string): string {
    return path.join(this.#directory, key);
  }

  /** The files of a disk. */
  files(key: string): GuestFiles {
    return new GuestFiles(path.join(this.directoryOf(key), ROOT));
  }

  async has(key: string): Promise<boolean> {
    return (await entryAt(this.directoryOf(key))) !== undefined;
  }

  async record(key: string): Promise<DiskRecord> {
    try {
      return JSON.parse(await readFile(path.join(this.directoryOf(key), RECORD), "utf8")) as DiskRecord;
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code === "ENOENT") return {};
      throw error;
    }
  }

  async writeRecord(key: string, record: DiskRecord): Promise<void> {
    await mkdir(this.directoryOf(key), { recursive: true, mode: 0o700 });
    await writeFile(path.join(this.directoryOf(key), RECORD), JSON.stringify(record), { mode: 0o600 });
  }

  /** Gives a disk the contents that another one has now. One without contents gives none. */
  async copy(fromKey: string, toKey: string): Promise<void> {
    if (fromKey === toKey || !(await this.has(fromKey)) || (await this.has(toKey))) return;
    const part = `${this.directoryOf(toKey)}.part`;
    await copyTree(this.directoryOf(fromKey), part);
    await rename(part, this.directoryOf(toKey));
  }

  async remove(key: string): Promise<void> {
    await removeTree(this.directoryOf(key));
  }

  /** Removes the contents of all disks. */
  async clear(): Promise<void> {
    const names = (await entryAt(this.#directory)) === undefined ? [] : await readdir(this.#directory);
    await Promise.all(names.filter((name) => DISK_DIRECTORY.test(name)).map((name) => this.remove(name)));
  }

  /** Removes the directory itself. */
  async removeAll(): Promise<void> {
    await removeTree(this.#directory);
  }
}

async function copyTree(from: string, to: string, attemptsLeft = ATTEMPTS): Promise<void> {
  await removeTree(to);
  try {
    await cp(from, to, {
      recursive: true,
      verbatimSymlinks: true,
      preserveTimestamps: true,
      mode: constants.COPYFILE_FICLONE,
      filter: (source) => isCopied(source, from),
    });
  } catch (error) {
    const hasVanished = (error as NodeJS.ErrnoException).code === "ENOENT";
    if (!hasVanished || attemptsLeft === 1) throw error;
    await copyTree(from, to, attemptsLeft - 1);
  }
}

/** Sockets and pipes are of the running system; a copy has none. */
async function isCopied(source: string, from: string): Promise<boolean> {
  if (VOLATILE.has(path.relative(from, source))) return false;
  const entry = await entryAt(source);
  return entry !== undefined && (entry.isFile() || entry.isDirectory() || entry.isSymbolicLink());
}

function entryAt(place: string): Promise<Awaited<ReturnType<typeof lstat>> | undefined> {
  return lstat(place).catch(() => undefined);
}
