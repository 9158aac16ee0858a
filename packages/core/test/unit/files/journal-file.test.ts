import { appendFile, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { describe, expect, it, onTestFinished } from "vitest";
import { withJournal, type FileLockOptions, type Journal, type JournalFormat } from "../../../src/index.ts";

interface Entry {
  readonly step: string;
}

const FORMAT: JournalFormat<Entry> = {
  of: "a test",
  parse: (value) => (typeof (value as Entry | null)?.step === "string" ? (value as Entry) : undefined),
  hint: "Begin another.",
};
const entry = (step: string): Entry => ({ step });

async function journalPath(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "azlin-journal-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return join(directory, "runs", "journal.jsonl");
}

function within<T>(
  path: string,
  run: (journal: Journal<Entry>) => Promise<T>,
  options: FileLockOptions = {},
): Promise<T> {
  return withJournal({ path, format: FORMAT }, options, run);
}

function entriesOf(path: string): Promise<readonly Entry[]> {
  return within(path, (journal) => Promise.resolve(journal.entries));
}

describe("a journal in a file", () => {
  it("keeps what was appended, in order, readable by its owner alone", async () => {
    const path = await journalPath();
    const many = Array.from({ length: 50 }, (_, index) => entry(`${index}`));
    await within(path, async (journal) => {
      expect(journal.entries).toEqual([]);
      await journal.append(entry("begun"));
      await Promise.all(many.map((entry) => journal.append(entry)));
    });
    await within(path, (journal) => journal.append(entry("last")));
    expect(await entriesOf(path)).toEqual([entry("begun"), ...many, entry("last")]);
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  it("is on the disk before an append resolves", async () => {
    const path = await journalPath();
    await within(path, async (journal) => {
      await journal.append(entry("begun"));
      expect(await readFile(path, "utf8")).toBe(`${JSON.stringify(entry("begun"))}\n`);
    });
  });

  it("loses a last line that was cut short, and goes on behind the one before", async () => {
    const path = await journalPath();
    await within(path, (journal) => journal.append(entry("begun")));
    await appendFile(path, '{"step":"/r/ü');
    await within(path, (journal) => journal.append(entry("2")));
    expect(await entriesOf(path)).toEqual([entry("begun"), entry("2")]);
  });

  it.each(["{}\n", "no journal\n", '{"step":1}\n', "null\n"])("that is none is left as it is: %j", async (text) => {
    const path = await journalPath();
    await within(path, () => Promise.resolve());
    await writeFile(path, text);
    await expect(entriesOf(path)).rejects.toMatchObject({ code: "JOURNAL_BROKEN", details: { line: 1 } });
    expect(await readFile(path, "utf8")).toBe(text);
  });

  it("belongs to one process at a time", async () => {
    const path = await journalPath();
    await within(path, async () => {
      const second = within(path, () => Promise.resolve(), { waitMs: 50 });
      await expect(second).rejects.toMatchObject({ code: "FILE_LOCKED" });
    });
  });

  it("says when the disk does not take an entry, and takes the next one", async () => {
    const path = await journalPath();
    await within(path, async (journal) => {
      await expect(journal.append({ step: 1n as never })).rejects.toThrow("BigInt");
      await journal.append(entry("after"));
    });
    expect(await entriesOf(path)).toEqual([entry("after")]);
  });
});
