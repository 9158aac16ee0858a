import type { Stats } from "node:fs";
import {
  chmod,
  lstat,
  mkdir,
  open,
  readdir,
  readlink,
  rename,
  rmdir,
  stat,
  symlink,
  truncate,
  unlink,
  utimes,
  type FileHandle,
} from "node:fs/promises";
import path from "node:path";
import type { Attributes, FileEntry } from "ssh2";
import type { GuestFiles } from "../../disk/guest-files.ts";
import { resolveGuestPath } from "../../disk/guest-path.ts";
import { longName, openFlags, sftpAttributes, type SftpAttributes } from "./sftp-attributes.ts";
import { endOfFile } from "./sftp-status.ts";

/** Attributes that a client sets: those it sent. */
type Wanted = Partial<Attributes>;

/** Most that one answer carries. */
const MAX_READ = 256 * 1024;
const NAMES_AT_ONCE = 200;

/** SFTP's operations on the files of a guest. Paths are the guest's; relative ones begin at its user's home. */
export class SftpFiles {
  readonly #files: GuestFiles;
  readonly #home: string;
  readonly #isDiskFull: () => boolean;
  readonly #open = new Map<number, FileHandle>();
  readonly #lists = new Map<number, FileEntry[]>();
  #next = 0;

  constructor(files: GuestFiles, { home, isDiskFull }: { readonly home: string; readonly isDiskFull: () => boolean }) {
    this.#files = files;
    this.#home = home;
    this.#isDiskFull = isDiskFull;
  }

  async open(name: string, flags: number, { mode }: Wanted): Promise<Buffer> {
    const handle = await open(this.#place(name), openFlags(flags), (mode ?? 0o644) & 0o7777);
    this.#open.set(++this.#next, handle);
    return handleOf(this.#next);
  }

  async openDirectory(name: string): Promise<Buffer> {
    const place = this.#place(name);
    const names = [".", "..", ...(await readdir(place))];
    const entries = await Promise.all(names.map((entry) => entryOf(place, entry)));
    this.#lists.set(++this.#next, entries.flat());
    return handleOf(this.#next);
  }

  list(handle: Buffer): Promise<FileEntry[]> {
    const entries = this.#lists.get(handle.readUInt32BE()) ?? [];
    return entries.length === 0 ? Promise.reject(endOfFile()) : Promise.resolve(entries.splice(0, NAMES_AT_ONCE));
  }

  async read(handle: Buffer, offset: number, length: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(Math.min(length, MAX_READ));
    const { bytesRead } = await this.#require(handle).read(buffer, 0, buffer.length, offset);
    if (bytesRead === 0) throw endOfFile();
    return buffer.subarray(0, bytesRead);
  }

  async write(handle: Buffer, offset: number, bytes: Buffer): Promise<void> {
    const file = this.#require(handle);
    if (this.#isDiskFull()) throw Object.assign(new Error("No space left on device"), { code: "ENOSPC" });
    for (let done = 0; done < bytes.length;) {
      done += (await file.write(bytes, done, bytes.length - done, offset + done)).bytesWritten;
    }
  }

  async fstat(handle: Buffer): Promise<SftpAttributes> {
    return sftpAttributes(await this.#require(handle).stat());
  }

  async setHandleStat(handle: Buffer, { mode, size, atime, mtime }: Wanted): Promise<void> {
    const file = this.#require(handle);
    if (size !== undefined) await file.truncate(size);
    if (mode !== undefined) await file.chmod(mode & 0o7777);
    if (mtime !== undefined) await file.utimes(atime ?? mtime, mtime);
  }

  async close(handle: Buffer): Promise<void> {
    const id = handle.readUInt32BE();
    const file = this.#open.get(id);
    this.#open.delete(id);
    this.#lists.delete(id);
    await file?.close();
  }

  async closeAll(): Promise<void> {
    const files = [...this.#open.values()];
    this.#open.clear();
    this.#lists.clear();
    await Promise.all(files.map((file) => file.close()));
  }

  async stat(name: string): Promise<SftpAttributes> {
    return sftpAttributes(await stat(this.#place(name)));
  }

  async lstat(name: string): Promise<SftpAttributes> {
    return sftpAttributes(await lstat(this.#entry(name)));
  }

  async setStat(name: string, { mode, size, atime, mtime }: Wanted): Promise<void> {
    const place = this.#place(name);
    if (size !== undefined) await truncate(place, size);
    if (mode !== undefined) await chmod(place, mode & 0o7777);
    if (mtime !== undefined) await utimes(place, atime ?? mtime, mtime);
  }

  async remove(name: string): Promise<void> {
    await unlink(this.#entry(name));
  }

  async removeDirectory(name: string): Promise<void> {
    await rmdir(this.#entry(name));
  }

  async makeDirectory(name: string, { mode }: Wanted): Promise<void> {
    await mkdir(this.#entry(name), (mode ?? 0o755) & 0o7777);
  }

  /** Takes the place of what is there, as `posix-rename` does. */
  async rename(from: string, to: string): Promise<void> {
    await rename(this.#entry(from), this.#entry(to));
  }

  async link(target: string, name: string): Promise<void> {
    await symlink(target, this.#entry(name));
  }

  async readLink(name: string): Promise<string> {
    return readlink(this.#entry(name));
  }

  realPath(name: string): Promise<string> {
    return new Promise((resolve) => resolve(`/${path.relative(this.#files.root, this.#place(name))}`));
  }

  #place(name: string): string {
    return this.#files.locate(path.posix.resolve(this.#home, name));
  }

  /** The entry itself, even if it is a link. */
  #entry(name: string): string {
    return resolveGuestPath(this.#files.root, path.posix.resolve(this.#home, name), { followLast: false });
  }

  #require(handle: Buffer): FileHandle {
    const file = this.#open.get(handle.readUInt32BE());
    if (file === undefined) throw new Error("No such handle");
    return file;
  }
}

function handleOf(id: number): Buffer {
  const handle = Buffer.alloc(4);
  handle.writeUInt32BE(id);
  return handle;
}

async function entryOf(directory: string, filename: string): Promise<FileEntry[]> {
  const stats: Stats | undefined = await lstat(path.join(directory, filename)).catch(() => undefined);
  if (stats === undefined) return [];
  return [{ filename, longname: longName(filename, stats), attrs: sftpAttributes(stats) }];
}
