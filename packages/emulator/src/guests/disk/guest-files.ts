import {
  chmodSync,
  closeSync,
  constants,
  fchmodSync,
  fstatSync,
  ftruncateSync,
  mkdirSync,
  openSync,
  readSync,
  rmSync,
  statSync,
  writeSync,
} from "node:fs";
import path from "node:path";
import { resolveGuestPath } from "./guest-path.ts";
import { removeTree } from "./remove-tree.ts";

const { O_APPEND, O_CREAT, O_NOFOLLOW, O_NONBLOCK, O_RDONLY, O_TRUNC, O_WRONLY } = constants;

/** More than any file that is read for its meaning. */
const MAX_READ_BYTES = 1024 * 1024;
const ABSENT = new Set(["ENOENT", "ENOTDIR", "EISDIR"]);

/**
 * The files of a guest, by the paths that they have in it. Nothing outside of its root is read or written, and nothing
 * that a program in it puts there makes a call wait: what is no plain file is not opened.
 *
 * Synchronous for two reasons: these files are small, and a way through the thread pool takes ten times as long; and a
 * path that has been resolved is used before much can happen to it.
 */
export class GuestFiles {
  /** Where the guest's root lies on this machine. */
  readonly root: string;

  constructor(root: string) {
    this.root = root;
  }

  /** Place on this machine of a path in the guest. */
  locate(guestPath: string): string {
    return resolveGuestPath(this.root, guestPath);
  }

  /** Content of a file, its first MiB; `undefined` when it is not there. */
  read(guestPath: string): string | undefined {
    try {
      return withFile(this.locate(guestPath), O_RDONLY, readAll);
    } catch (error) {
      if (ABSENT.has((error as NodeJS.ErrnoException).code ?? "")) return undefined;
      throw error;
    }
  }

  has(guestPath: string): boolean {
    return statSync(this.locate(guestPath), { throwIfNoEntry: false }) !== undefined;
  }

  /** Writes a file as root does, whoever may write to the one that is there; and the directories above it. */
  write(guestPath: string, content: string | Uint8Array, mode = 0o644): void {
    const place = this.#placeToWrite(guestPath);
    const put = (): void =>
      withFile(place, O_WRONLY | O_CREAT | O_TRUNC, (file) => {
        writeAll(file, content);
        fchmodSync(file, mode);
      });
    try {
      put();
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== "EACCES") throw error;
      rmSync(place);
      put();
    }
  }

  /** Replaces a file's content without replacing the file; a reader finds it at no time empty. */
  overwrite(guestPath: string, content: string): void {
    withFile(this.#placeToWrite(guestPath), O_WRONLY | O_CREAT, (file) => {
      ftruncateSync(file, writeAll(file, content));
    });
  }

  append(guestPath: string, content: string | Uint8Array): void {
    withFile(this.#placeToWrite(guestPath), O_WRONLY | O_CREAT | O_APPEND, (file) => void writeAll(file, content));
  }

  /** Makes a directory, and those above it. */
  makeDirectory(guestPath: string, mode = 0o755): void {
    const place = this.locate(guestPath);
    const made = mkdirSync(place, { recursive: true });
    if (made !== undefined || mode !== 0o755) chmodSync(place, mode);
  }

  /** Removes a file, or a directory with all that is in it. */
  async remove(guestPath: string): Promise<void> {
    await removeTree(resolveGuestPath(this.root, guestPath, { followLast: false }));
  }

  #placeToWrite(guestPath: string): string {
    const place = this.locate(guestPath);
    mkdirSync(path.dirname(place), { recursive: true });
    return place;
  }
}

/** Opens what must be a plain file: a pipe would wait for its other end. */
function withFile<T>(place: string, flags: number, use: (file: number) => T): T {
  const file = openSync(place, flags | O_NOFOLLOW | O_NONBLOCK, 0o644);
  try {
    if (fstatSync(file).isFile()) return use(file);
    throw Object.assign(new Error(`Not a plain file: ${place}`), { code: "EISDIR" });
  } finally {
    closeSync(file);
  }
}

function readAll(file: number): string {
  const bytes = Buffer.alloc(Math.min(fstatSync(file).size, MAX_READ_BYTES));
  return bytes.toString("utf8", 0, readSync(file, bytes));
}

function writeAll(file: number, content: string | Uint8Array): number {
  const bytes = Buffer.from(content);
  let done = 0;
  while (done < bytes.length) done += writeSync(file, bytes, done);
  return done;
}
