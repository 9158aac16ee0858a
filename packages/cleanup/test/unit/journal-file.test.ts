import { mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { withJournalFile, type JournalEntry } from "../../src/index.ts";
import { earlierSteps } from "../../src/journal/earlier-steps.ts";

const at = "2026-11-21T12:00:00.000Z";
const begun: JournalEntry = { type: "plan", hash: "h", at };
const sent = (target: string): JournalEntry => ({ type: "sent", target, at });

async function journalPath(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "azlin-journal-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return join(directory, "runs", "journal.jsonl");
}

function entriesOf(path: string): Promise<readonly JournalEntry[]> {
  return withJournalFile(path, {}, (journal) => Promise.resolve(journal.entries));
}

describe("the journal file of a cleanup", () => {
  it.each(["{}\n", "no journal\n", '{"type":"sent"}\n', "null\n"])(
    "is left as it is when it is none: %j",
    async (text) => {
      const path = await journalPath();
      await withJournalFile(path, {}, () => Promise.resolve());
      await writeFile(path, text);
      await expect(entriesOf(path)).rejects.toMatchObject({ code: "JOURNAL_BROKEN", details: { line: 1 } });
      expect(await readFile(path, "utf8")).toBe(text);
    },
  );

  it("keeps every kind of entry", async () => {
    verifies("CLEAN-06");
    const path = await journalPath();
    await withJournalFile(path, {}, async (journal) => {
      await journal.append(begun);
      await journal.append(sent("/r"));
    });
    expect(await entriesOf(path)).toEqual([begun, sent("/r")]);
  });
});

describe("what a journal says of a step", () => {
  const target = "/subscriptions/s/resourceGroups/G";
  const accepted: JournalEntry = { type: "accepted", target: target.toLowerCase(), operationUrl: "https://x/op", at };
  const ended = (outcome: "deleted" | "timed-out" | "remaining"): JournalEntry => {
    return { type: "ended", target, outcome, attempts: 2, at };
  };

  it.each([
    ["that it was sent", [sent(target)], { deletedAt: null, attempts: 0, operationUrl: null }],
    ["where it goes on", [sent(target), accepted], { deletedAt: null, attempts: 0, operationUrl: "https://x/op" }],
    ["that it is gone", [sent(target), accepted, ended("deleted")], { deletedAt: at, attempts: 2, operationUrl: null }],
    ["that it is not", [accepted, ended("remaining")], { deletedAt: null, attempts: 2, operationUrl: null }],
    [
      "where it went on",
      [accepted, ended("timed-out")],
      { deletedAt: null, attempts: 2, operationUrl: "https://x/op" },
    ],
  ] as const)("is %s", (_what, entries, expected) => {
    verifies("CLEAN-06");
    expect(earlierSteps([begun, ...entries]).get(target.toLowerCase())).toEqual(expected);
  });
});
