import { PrerequisiteError } from "@azlin/core";
import type { IdentityJournal } from "./identity-journal.ts";
import { parseSagaEntry, type SagaEntry } from "./saga-entry.ts";

/** An append blob, as `AppendBlobClient` of `@azure/storage-blob` is one. */
export interface AppendBlob {
  createIfNotExists(): Promise<unknown>;
  appendBlock(body: string, contentLength: number): Promise<unknown>;
  downloadToBuffer(): Promise<Buffer>;
}

/**
 * A journal in an append blob, for machines whose disks do not outlive them. An entry is in the blob before `append`
 * resolves. Whoever writes has to see to it that nobody else does at the same time (a lease).
 *
 * @throws PrerequisiteError (`JOURNAL_BROKEN`) for a blob that holds something else; what the blob client throws.
 */
export async function blobIdentityJournal(blob: AppendBlob): Promise<IdentityJournal> {
  await blob.createIfNotExists();
  const text = (await blob.downloadToBuffer()).toString("utf8");
  const entries = text
    .split("\n")
    .filter((line) => line !== "")
    .map(requireEntry);
  return {
    entries,
    append: async (entry) => {
      const line = `${JSON.stringify(entry)}\n`;
      await blob.appendBlock(line, Buffer.byteLength(line));
    },
  };
}

function requireEntry(line: string, index: number): SagaEntry {
  try {
    const entry = parseSagaEntry(JSON.parse(line));
    if (entry !== undefined) return entry;
  } catch {
    // Told below.
  }
  throw new PrerequisiteError(
    "JOURNAL_BROKEN",
    `The blob is no journal of identities: line ${index + 1} cannot be read.`,
    {
      hint: "Give another blob; 'azlin sp sweep' finds what this one may have known.",
      details: { line: index + 1 },
    },
  );
}
