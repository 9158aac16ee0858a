import { text } from "node:stream/consumers";
import { extract as createExtract, type Header } from "tar-stream";
import { describe, expect, it } from "vitest";
import { tarHeader, tarPadding } from "../../src/copy/tar-header.ts";
import type { TreeEntry } from "../../src/filter/tree-entry.ts";

function entry(fields: Partial<TreeEntry>): TreeEntry {
  return { path: Buffer.from("file"), kind: "file", size: 0, mode: 0o644, mtimeMs: 0, verdict: "allowed", ...fields };
}

/** What another program takes a header for. */
async function read(header: Buffer, content = ""): Promise<Header & { readonly content: string }> {
  const extract = createExtract();
  const padding = Buffer.alloc(tarPadding(content.length) + 1_024);
  extract.end(Buffer.concat([header, Buffer.from(content), padding]));
  for await (const found of extract) return { ...found.header, content: await text(found) };
  throw new Error("There is no entry.");
}

describe("a header of a tar stream", () => {
  it("tells of a file", async () => {
    const found = await read(tarHeader(entry({ size: 5, mode: 0o100_751, mtimeMs: 1_700_000_000_900 })), "hello");
    expect(found).toMatchObject({ name: "file", type: "file", size: 5, mode: 0o751, content: "hello" });
    expect(found.mtime).toEqual(new Date(1_700_000_000_000));
  });

  it("tells of a directory and of where a link points", async () => {
    expect(await read(tarHeader(entry({ kind: "directory", mode: 0o700 })))).toMatchObject({ type: "directory" });
    const link = entry({ kind: "symlink", linkTarget: Buffer.from("../elsewhere") });
    expect(await read(tarHeader(link))).toMatchObject({ type: "symlink", linkname: "../elsewhere" });
  });

  it.each([99, 100, 101, 255, 990, 4_000])("holds names and targets of %i bytes", async (length) => {
    const [name, target] = ["ü".repeat(length).slice(0, length / 2) + "n".repeat(length % 2), "t".repeat(length)];
    const found = await read(
      tarHeader(entry({ path: Buffer.from(name), kind: "symlink", linkTarget: Buffer.from(target) })),
    );
    expect(found).toMatchObject({ name, linkname: target });
  });

  it("holds times before 1970 and sizes beyond 8 GiB", async () => {
    const header = tarHeader(entry({ size: 9 * 1024 ** 3, mtimeMs: -86_400_000 }));
    const extract = createExtract();
    const found = new Promise<Header>((resolve) => extract.on("entry", resolve));
    extract.write(header);
    expect(await found).toMatchObject({ size: 9 * 1024 ** 3, pax: { mtime: "-86400", size: "9663676416" } });
    extract.destroy();
  });
});
