import { mkdtemp, readdir, readFile, rename, rm, stat } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { ManualClock } from "@azlin/core";
import { describe, expect, onTestFinished, test } from "vitest";
import { followLog, LogFile, readLogTail, type LogFileOptions } from "../../src/index.ts";

async function directory(): Promise<string> {
  const made = await mkdtemp(join(tmpdir(), "azlin-log-"));
  onTestFinished(() => rm(made, { recursive: true, force: true }));
  return made;
}

function logOf(path: string, options: Partial<LogFileOptions> = {}): LogFile & { readonly time: ManualClock } {
  const time = new ManualClock();
  const log = new LogFile(path, { clock: time, ...options });
  onTestFinished(() => log.close());
  return Object.assign(log, { time });
}

describe("LogFile", () => {
  test("writes lines of JSON that only the owner reads, from its level on, without secrets", async () => {
    const path = join(await directory(), "a.log");
    const { logger } = logOf(path);
    logger.debug("not this", {});
    logger.warn("this", { vm: "dev", password: "hush" });
    expect(JSON.parse(await readFile(path, "utf8"))).toStrictEqual({
      time: "2026-01-01T00:00:00.000Z",
      level: "warn",
      message: "this",
      vm: "dev",
      password: "***",
    });
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test("never grows beyond its bounds: the oldest file goes", async () => {
    const home = await directory();
    const { logger } = logOf(join(home, "a.log"), { maxBytes: 1_000, kept: 2 });
    for (let line = 0; line < 100; line += 1) logger.info("a line", { line });
    const names = (await readdir(home)).sort();
    expect(names).toStrictEqual(["a.log", "a.log.1", "a.log.2"]);
    for (const name of names) expect((await stat(join(home, name))).size).toBeLessThan(1_200);
    const last = (await readLogTail(join(home, "a.log"), 1)).concat(await readLogTail(join(home, "a.log.1"), 1));
    expect(JSON.parse(last[0]!)).toMatchObject({ line: 99 });
  });

  test("begins anew when somebody else has moved it away", async () => {
    const path = join(await directory(), "a.log");
    const log = logOf(path);
    log.logger.info("one", {});
    await rename(path, `${path}.moved`);
    await log.time.advance(2_000);
    log.logger.info("two", {});
    expect(JSON.parse(await readFile(path, "utf8"))).toMatchObject({ message: "two" });
    expect(JSON.parse(await readFile(`${path}.moved`, "utf8"))).toMatchObject({ message: "one" });
  });

  test("a disk that takes nothing stops nobody, and what was lost is told later", async () => {
    const home = await directory();
    const path = join(home, "gone", "a.log");
    const log = logOf(path);
    log.logger.info("one", {});
    log.logger.info("two", {});
    expect(log.lost).toBe(2);
    await rename(await directory(), join(home, "gone"));
    log.logger.info("three", {});
    const lines = await readLogTail(path, 10);
    expect(lines.map((line) => JSON.parse(line) as object)).toMatchObject([
      { message: "log lines were lost", lines: 2 },
      { message: "three" },
    ]);
  });
});

describe("reading a log", () => {
  test("gives the last lines, and none of a log that is not there", async () => {
    const path = join(await directory(), "a.log");
    await expect(readLogTail(path, 5)).resolves.toStrictEqual([]);
    const { logger } = logOf(path);
    for (let line = 0; line < 9; line += 1) logger.info("x", { line });
    const lines = (await readLogTail(path, 2)).map((line) => (JSON.parse(line) as { line: number }).line);
    expect(lines).toStrictEqual([7, 8]);
  });

  test("goes on as it grows, also after it was begun anew", async () => {
    const path = join(await directory(), "a.log");
    const log = logOf(path, { maxBytes: 300, kept: 1 });
    log.logger.info("before", {});
    const end = new AbortController();
    const seen: string[] = [];
    const following = (async () => {
      for await (const line of followLog(path, { signal: end.signal })) {
        seen.push((JSON.parse(line) as { message: string }).message);
      }
    })();
    await new Promise((resolve) => setTimeout(resolve, 300));
    log.logger.info("after", {});
    await expect.poll(() => seen).toStrictEqual(["after"]);
    for (let line = 0; line < 4; line += 1) log.logger.info("filler that fills the file up", {});
    log.logger.info("last", {});
    await expect.poll(() => seen.at(-1)).toBe("last");
    end.abort();
    await following;
  });
});
