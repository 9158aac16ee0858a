import { existsSync } from "node:fs";
import { mkdir, rmdir, utimes } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import { withFileLock } from "../../../src/index.ts";
import { temporaryDirectory } from "./temporary-directory.ts";

describe("withFileLock", () => {
  it("lets one in at a time and returns what the work returns", async () => {
    const path = join(temporaryDirectory(), "new", "file");
    let inside = 0;
    let most = 0;
    const results = await Promise.all(
      [1, 2, 3].map((value) =>
        withFileLock(path, {}, async () => {
          most = Math.max(most, ++inside);
          await new Promise((resolve) => setTimeout(resolve, 5));
          inside -= 1;
          return value;
        }),
      ),
    );
    expect(results).toEqual([1, 2, 3]);
    expect(most).toBe(1);
  });

  it("frees the lock when the work fails", async () => {
    const path = join(temporaryDirectory(), "file");
    await expect(withFileLock(path, {}, () => Promise.reject(new Error("no")))).rejects.toThrow("no");
    expect(existsSync(`${path}.lock`)).toBe(false);
  });

  it("gives up when the lock does not become free", async () => {
    const path = join(temporaryDirectory(), "file");
    await mkdir(`${path}.lock`);
    await expect(withFileLock(path, { waitMs: 30 }, async () => "in")).rejects.toMatchObject({
      code: "FILE_LOCKED",
      details: { path, afterMs: 30 },
    });
  });

  it("stops waiting when the signal aborts", async () => {
    const path = join(temporaryDirectory(), "file");
    await mkdir(`${path}.lock`);
    const signal = AbortSignal.timeout(30);
    await expect(withFileLock(path, { signal }, async () => "in")).rejects.toMatchObject({ name: "TimeoutError" });
  });

  it("takes over the lock of an owner that gave no sign of life, and its half-done takeover too", async () => {
    const path = join(temporaryDirectory(), "file");
    for (const left of [`${path}.lock`, `${path}.lock.takeover`]) {
      await mkdir(left);
      await utimes(left, 1, 1);
    }
    expect(await withFileLock(path, { waitMs: 2_000 }, async () => "in")).toBe("in");
    expect(existsSync(`${path}.lock.takeover`)).toBe(false);
  });

  it("tells the work when the lock is lost", async () => {
    const path = join(temporaryDirectory(), "file");
    const work = withFileLock(path, { staleMs: 2_000 }, async (signal) => {
      await rmdir(`${path}.lock`);
      await new Promise((resolve) => signal.addEventListener("abort", resolve));
      signal.throwIfAborted();
    });
    await expect(work).rejects.toMatchObject({ code: "LOCK_LOST" });
  });

  it("passes on what keeps it from making the lock", async () => {
    const path = join(temporaryDirectory(), "x".repeat(300));
    await expect(withFileLock(path, {}, async () => "in")).rejects.toMatchObject({ code: "ENAMETOOLONG" });
  });
});
