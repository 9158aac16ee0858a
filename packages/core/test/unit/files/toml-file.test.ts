import { mkdir, readdir, readFile, stat, symlink, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { readTomlFile, updateTomlFile } from "../../../src/index.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

describe("readTomlFile", () => {
  it("answers undefined for a file that is not there", async () => {
    expect(await readTomlFile(join(temporaryDirectory(), "none.toml"))).toBeUndefined();
  });

  it("reads a file that begins with a byte order mark", async () => {
    const path = join(temporaryDirectory(), "c.toml");
    await writeFile(path, "\uFEFFa = 1\n");
    expect(await readTomlFile(path)).toEqual({ a: 1 });
  });

  it("never takes a file that it cannot read for an empty one", async () => {
    const path = join(temporaryDirectory(), "c.toml");
    await mkdir(path);
    await expect(readTomlFile(path)).rejects.toMatchObject({ code: "CONFIG_UNREADABLE", details: { path } });
    await expect(updateTomlFile(path, (document) => document.set(["a"], 1))).rejects.toMatchObject({
      code: "CONFIG_UNREADABLE",
    });
  });

  it("refuses bytes that are not UTF-8", async () => {
    const path = join(temporaryDirectory(), "c.toml");
    await writeFile(path, Buffer.from([0x61, 0x3d, 0x22, 0xff, 0x22]));
    await expect(readTomlFile(path)).rejects.toMatchObject({ code: "INVALID_CONFIG" });
  });
});

describe("updateTomlFile", () => {
  it("makes a missing file that only its owner can read", async () => {
    const path = join(temporaryDirectory(), "home", "config.toml");
    expect(await updateTomlFile(path, (document) => document.set(["a"], 1))).toBe(true);
    expect(await readFile(path, "utf8")).toBe("a = 1\n");
    expect((await stat(path)).mode & 0o777).toBe(0o600);
    expect((await stat(join(path, ".."))).mode & 0o777).toBe(0o700);
  });

  it("does not write a file that stays the same", async () => {
    const path = join(temporaryDirectory(), "config.toml");
    await writeFile(path, "a = 1 # one\n");
    const before = await stat(path);
    expect(await updateTomlFile(path, (document) => document.set(["a"], 1))).toBe(false);
    const after = await stat(path);
    expect([after.ino, after.mtimeMs]).toEqual([before.ino, before.mtimeMs]);
  });

  it("keeps comments, a byte order mark and a symbolic link", async () => {
    const directory = temporaryDirectory();
    const target = join(directory, "real.toml");
    const path = join(directory, "config.toml");
    await writeFile(target, "\uFEFF# mine\na = 1\n");
    await symlink(target, path);
    await updateTomlFile(path, (document) => document.set(["a"], 2));
    expect(await readFile(target, "utf8")).toBe("\uFEFF# mine\na = 2\n");
    expect(await readTomlFile(path)).toEqual({ a: 2 });
  });

  it("leaves a file that is not TOML as it is, and no lock behind", async () => {
    const directory = temporaryDirectory();
    const path = join(directory, "config.toml");
    await writeFile(path, "a = = 1\n");
    await expect(updateTomlFile(path, (document) => document.set(["a"], 2))).rejects.toMatchObject({
      code: "INVALID_CONFIG",
      details: { path, line: 1, column: 5 },
    });
    expect(await readFile(path, "utf8")).toBe("a = = 1\n");
    expect(await readdir(directory)).toEqual(["config.toml"]);
  });

  it("leaves the file as it was when the edit throws", async () => {
    const path = join(temporaryDirectory(), "config.toml");
    await writeFile(path, "a = 1\n");
    const edit = updateTomlFile(path, (document) => {
      document.set(["a"], 2);
      throw new Error("changed my mind");
    });
    await expect(edit).rejects.toThrow("changed my mind");
    expect(await readFile(path, "utf8")).toBe("a = 1\n");
  });

  it("loses none of many updates made at once", async () => {
    const path = join(temporaryDirectory(), "config.toml");
    const names = Array.from({ length: 12 }, (_, index) => `vm-${index}`);
    await Promise.all(names.map((name) => updateTomlFile(path, (document) => document.set(["vms", name], true))));
    expect(Object.keys((await readTomlFile(path))?.["vms"] ?? {}).toSorted()).toEqual(names.toSorted());
  });
});
