import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { readTarTimes } from "../../src/guests/sandbox/commands/tar-times.ts";
import { TAR_END, TAR_TIME_SECONDS, tarEntry } from "../support/tar-entry.ts";

const TIME = TAR_TIME_SECONDS * 1000;
const read = (...entries: readonly Buffer[]): unknown[] => [...readTarTimes(Buffer.concat([...entries, TAR_END]))];

describe("the times in an archive", () => {
  it("are those of its files, whatever lies between them", () => {
    const directory = tarEntry("d/", { type: "5" });
    expect(read(directory, tarEntry("d/a", { content: "x".repeat(600) }), tarEntry("d/b"))).toEqual([
      { path: "d/a", mtimeMs: TIME },
      { path: "d/b", mtimeMs: TIME },
    ]);
  });

  it("go with names that are spread over the header, or stand before it", () => {
    const long = "n".repeat(150);
    const pax = tarEntry("PaxHeader", { type: "x", content: "17 path=d/ä x.txt\n20 mtime=1500000000.5\n" });
    expect(
      read(
        tarEntry("name", { prefix: "far/away" }),
        tarEntry("././@LongLink", { type: "L", content: `${long}\0` }),
        tarEntry("nnn"),
        pax,
        tarEntry("d"),
        tarEntry("plain"),
      ),
    ).toEqual([
      { path: "far/away/name", mtimeMs: TIME },
      { path: long, mtimeMs: TIME },
      { path: "d/ä x.txt", mtimeMs: 1_500_000_000_500 },
      { path: "plain", mtimeMs: TIME },
    ]);
  });

  it("are sought without an error in anything", () => {
    fc.assert(
      fc.property(fc.uint8Array({ maxLength: 3000 }), (bytes) => {
        expect([...readTarTimes(Buffer.from(bytes))].length).toBeLessThan(10);
      }),
    );
  });
});
