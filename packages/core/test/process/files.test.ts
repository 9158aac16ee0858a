import { existsSync } from "node:fs";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { bundleScript, ended, spoken, startNode } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { readTomlFile, updateTomlFile, withFileLock } from "../../src/index.ts";
import { temporaryDirectory } from "../unit/files/temporary-directory.ts";

describe("files and processes that die", () => {
  it("never shows half a file, wherever its writer is killed", { timeout: 60_000 }, async () => {
    const path = join(temporaryDirectory(), "file");
    const script = await bundleScript(join(import.meta.dirname, "fixtures/endless-writer.ts"));
    for (let round = 0; round < 12; round += 1) {
      const writer = startNode(script, path);
      await spoken(writer);
      await new Promise((resolve) => setTimeout(resolve, round * 3));
      writer.kill("SIGKILL");
      expect(await ended(writer)).toBe("SIGKILL");
      expect(await readFile(path, "utf8")).toMatch(/^(\d)\1{204799}$/);
    }
  });

  it("takes over the lock of a killed owner, but not of a living one", { timeout: 60_000 }, async () => {
    const path = join(temporaryDirectory(), "file");
    const holder = startNode(await bundleScript(join(import.meta.dirname, "fixtures/lock-holder.ts")), path);
    await spoken(holder);
    // Longer than it takes a lock to go stale: the owner is alive and says so.
    const early = withFileLock(path, { waitMs: 3_500, staleMs: 2_000 }, async () => "in");
    await expect(early).rejects.toMatchObject({ code: "FILE_LOCKED" });
    holder.kill("SIGKILL");
    await ended(holder);
    expect(existsSync(`${path}.lock`)).toBe(true);
    expect(await withFileLock(path, { waitMs: 10_000, staleMs: 2_000 }, async () => "in")).toBe("in");
  });

  it("loses no update that several processes make at once, a killed one among them", { timeout: 60_000 }, async () => {
    const path = join(temporaryDirectory(), "config.toml");
    await writeFile(path, "# kept\n[vms]\n");
    const holder = startNode(await bundleScript(join(import.meta.dirname, "fixtures/lock-holder.ts")), path);
    await spoken(holder);
    holder.kill("SIGKILL");
    const script = await bundleScript(join(import.meta.dirname, "fixtures/toml-updater.ts"));
    const updaters = ["a", "b", "c", "d"].map((name) => startNode(script, path, name, "10"));
    expect(await Promise.all(updaters.map(ended))).toEqual([0, 0, 0, 0]);
    await updateTomlFile(path, (document) => document.set(["vms", "last"], true));
    expect(Object.keys((await readTomlFile(path))!["vms"]!)).toHaveLength(41);
    expect(await readFile(path, "utf8")).toMatch(/^# kept\n\[vms\]\n/);
  });
});
