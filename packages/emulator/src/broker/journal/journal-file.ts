import { PrerequisiteError } from "@azlin/core";
import { open, readFile, writeFile, type FileHandle } from "node:fs/promises";
import { decodeRecord, type JournalRecord } from "./journal-record.ts";

/** What a journal begins with. */
export const JOURNAL_MAGIC = Buffer.from("azlin-service-bus-journal 1\n");

/** A journal that was read. */
export interface JournalContent {
  readonly records: readonly JournalRecord[];
  /** Where the last whole record ends. */
  readonly endBytes: number;
  readonly warnings: readonly string[];
}

/**
 * Reads a journal. What follows its last whole record is cut off, and kept beside it.
 *
 * @throws PrerequisiteError (`JOURNAL_UNREADABLE`) when the file is not a journal.
 */
export async function readJournal(path: string): Promise<JournalContent> {
  const file = await readIfThere(path);
  if (file === undefined || file.length === 0) return { records: [], endBytes: 0, warnings: [] };
  if (!file.subarray(0, JOURNAL_MAGIC.length).equals(JOURNAL_MAGIC)) {
    throw new PrerequisiteError("JOURNAL_UNREADABLE", `'${path}' is not a journal of the local Service Bus.`, {
      hint: "Name another directory, or move the file away.",
    });
  }
  const records: JournalRecord[] = [];
  let endBytes = JOURNAL_MAGIC.length;
  for (let found = decodeRecord(file, endBytes); found !== undefined; found = decodeRecord(file, endBytes)) {
    records.push(found.record);
    endBytes = found.next;
  }
  if (endBytes === file.length) return { records, endBytes, warnings: [] };
  await writeFile(`${path}.cut`, file.subarray(endBytes), { mode: 0o600 });
  const warning = `The last record of '${path}' is torn: ${file.length - endBytes} bytes were cut off and kept in '${path}.cut'.`;
  return { records, endBytes, warnings: [warning] };
}

/** Opens a journal to write on, from `endBytes` on. */
export async function openForAppending(path: string, endBytes: number): Promise<FileHandle> {
  const file = await open(path, endBytes === 0 ? "w" : "r+", 0o600);
  if (endBytes === 0) await file.write(JOURNAL_MAGIC, 0, JOURNAL_MAGIC.length, 0);
  else await file.truncate(endBytes);
  return file;
}

async function readIfThere(path: string): Promise<Buffer | undefined> {
  try {
    return await readFile(path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}
