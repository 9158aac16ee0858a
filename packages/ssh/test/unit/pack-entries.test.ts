import { truncate, utimes, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { systemClock } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { CopyMeter } from "../../src/copy/copy-meter.ts";
import type { MissingFile } from "../../src/copy/copy-report.ts";
import { packEntries } from "../../src/copy/pack-entries.ts";
import type { TransferWork } from "../../src/copy/transfer-work.ts";
import { classifyTree } from "../../src/index.ts";
import { temporaryDirectory } from "../ssh-server.ts";

const SECONDS_2001 = 1_000_000_000;

async function all<T>(items: AsyncIterable<T>): Promise<T[]> {
  const found: T[] = [];
  for await (const item of items) found.push(item);
  return found;
}

/** A file as the filter saw it, and what packs it. */
async function packing(content: string) {
  const from = await temporaryDirectory();
  const file = join(from, "file");
  await writeFile(file, content);
  const entries = await all(classifyTree(from));
  const missing: MissingFile[] = [];
  const meter = new CopyMeter({ files: 1, bytes: content.length }, systemClock, undefined);
  const chunks = packEntries({ transfer: { from }, entries, meter } as unknown as TransferWork, missing);
  return { file, chunks, missing };
}

describe("A file on its way into a tar stream", () => {
  it("is left out when it was written again with as many bytes", async () => {
    verifies("V2-09");
    const { file, chunks, missing } = await packing("as it was");
    await writeFile(file, "otherwise");
    await utimes(file, SECONDS_2001, SECONDS_2001);
    const packed = Buffer.concat(await all(chunks));
    expect(packed.includes("otherwise")).toBe(false);
    expect(missing).toEqual([{ path: "file", reason: "it changed while it was copied" }]);
  });

  it("ends the stream when it becomes shorter while it is read, as what follows would be taken for its content", async () => {
    verifies("V2-09");
    const { file, chunks } = await packing("x".repeat(600_000));
    await chunks.next();
    await truncate(file, 300_000);
    await expect(all(chunks)).rejects.toThrow("file became shorter while it was read.");
  });
});
