import { chmod, mkdir, open, readdir, readFile, stat, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  ensurePrivateDirectory,
  nodeFileSystem,
  recordingLogger,
  writeFileAtomic,
  type FileSystem,
} from "../../../src/index.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

function errno(code: string): Error {
  return Object.assign(new Error(`${code}: injected`), { code });
}

/** A disk that fills up in the middle of a file. */
const fullDisk: FileSystem = {
  ...nodeFileSystem,
  open: async (path, flags, mode) => {
    const file = await open(path, flags, mode);
    if (flags !== "wx") return file;
    const write = file.writeFile.bind(file);
    file.writeFile = async (text) => {
      await write(String(text).slice(0, 3));
      throw errno("ENOSPC");
    };
    return file;
  },
};

describe("writeFileAtomic", () => {
  it("writes a file that only its owner can read", async () => {
    const path = join(temporaryDirectory(), "a", "b", "file");
    await writeFileAtomic(path, "text ü\n");
    expect(await readFile(path, "utf8")).toBe("text ü\n");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("tightens a file that others could read", async () => {
    const path = join(temporaryDirectory(), "file");
    await writeFile(path, "old", { mode: 0o644 });
    await writeFileAtomic(path, "new");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it.each([
    ["the disk is full", fullDisk, /disk space/],
    ["the rename fails", { ...nodeFileSystem, rename: () => Promise.reject(errno("EACCES")) }, /who owns/],
    ["something else fails", { ...nodeFileSystem, open: () => Promise.reject(errno("EIO")) }, /path/],
    ["the link cannot be followed", { ...nodeFileSystem, realpath: () => Promise.reject(errno("ELOOP")) }, /path/],
  ])("leaves the old content and nothing else when %s", async (_name, fileSystem, hint) => {
    const directory = temporaryDirectory();
    const path = join(directory, "file");
    await writeFile(path, "old");
    await expect(writeFileAtomic(path, "new content", { fileSystem })).rejects.toMatchObject({
      code: "FILE_NOT_WRITTEN",
      hint: expect.stringMatching(hint),
      details: { path },
    });
    expect(await readFile(path, "utf8")).toBe("old");
    expect(await readdir(directory)).toEqual(["file"]);
  });

  it("removes what killed writers left an hour ago and nothing younger", async () => {
    const directory = temporaryDirectory();
    for (const name of [".file.tmp-old", ".file.tmp-young", ".other.tmp-old"])
      await writeFile(join(directory, name), "");
    for (const name of [".file.tmp-old", ".other.tmp-old"]) await utimes(join(directory, name), 1, 1);
    await writeFileAtomic(join(directory, "file"), "x");
    expect((await readdir(directory)).toSorted()).toEqual([".file.tmp-young", ".other.tmp-old", "file"]);
  });
});

describe("ensurePrivateDirectory", () => {
  it("repairs a directory that others can enter and says so", async () => {
    const path = join(temporaryDirectory(), "home");
    const logger = recordingLogger();
    await mkdir(path);
    await chmod(path, 0o755);
    await ensurePrivateDirectory(path, { logger });
    await ensurePrivateDirectory(path, { logger });
    expect((await stat(path)).mode & 0o777).toBe(0o700);
    expect(logger.records).toEqual([
      { level: "warn", message: "repaired directory permissions", fields: { path, was: "755", is: "700" } },
    ]);
  });

  it("leaves a directory alone that many share", async () => {
    const path = join(temporaryDirectory(), "shared");
    await mkdir(path);
    await chmod(path, 0o1777);
    await ensurePrivateDirectory(path);
    expect((await stat(path)).mode & 0o7777).toBe(0o1777);
  });
});
