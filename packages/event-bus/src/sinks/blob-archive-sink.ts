import { randomGuid, systemClock, systemRandom, type Clock, type Random } from "@azlin/core";
import type { ContainerClient } from "@azure/storage-blob";
import { AppendFile } from "./append-file.ts";
import { archiveFolder } from "./archive-path.ts";
import type { EventSink, SinkFailure, SinkRecord } from "./event-sink.ts";

/** Options of {@link blobArchiveSink}. */
export interface BlobArchiveSinkOptions {
  /** Name of the writer in the names of its blobs. Default: one by chance, so that no two processes share a blob. */
  readonly writer?: string;
  /** Default `blob-archive`. */
  readonly name?: string;
  readonly clock?: Clock;
  readonly random?: Random;
}

/** Files that are kept open; those of past days and runs are let go of. */
const MOST_FILES = 1_000;

/** Most bytes of one append. */
const MOST_BYTES = 3_500_000;

/**
 * Keeps events in a container: NDJSON in append blobs, `events/2026/11/21/RUN/WRITER-0001.ndjson`, each line the event as it
 * came. The container is made when it is not there.
 */
export function blobArchiveSink(container: ContainerClient, options: BlobArchiveSinkOptions = {}): EventSink {
  const { name = "blob-archive", clock = systemClock, random = systemRandom } = options;
  const writer = options.writer ?? randomGuid(random).slice(0, 8);
  const files = new Map<string, AppendFile>();
  let isThere: Promise<unknown> | undefined;
  const fileIn = (folder: string): AppendFile => {
    const file = files.get(folder) ?? new AppendFile(container, folder + writer);
    files.delete(folder);
    files.set(folder, file);
    if (files.size > MOST_FILES) files.delete(files.keys().next().value!);
    return file;
  };
  return {
    name,
    write: async (records) => {
      isThere ??= container.createIfNotExists();
      await isThere.catch((error: unknown) => {
        isThere = undefined;
        throw error;
      });
      const folders = byFolder(records, clock.now());
      const written = await Promise.all(
        Array.from(folders, ([folder, inFolder]) => appendAll(fileIn(folder), inFolder)),
      );
      return written.flat();
    },
  };
}

async function appendAll(file: AppendFile, records: readonly SinkRecord[]): Promise<readonly SinkFailure[]> {
  const failures: SinkFailure[] = [];
  for (const chunk of chunksOf(records)) {
    const lines = chunk.map(({ wire }) => `${JSON.stringify(wire)}\n`).join("");
    await file
      .append(Buffer.from(lines))
      .catch((error: unknown) => failures.push(...chunk.map((record) => ({ record, error }))));
  }
  return failures;
}

function chunksOf(records: readonly SinkRecord[]): SinkRecord[][] {
  const chunks: SinkRecord[][] = [];
  let bytes = MOST_BYTES;
  for (const record of records) {
    const more = JSON.stringify(record.wire).length * 3;
    if (bytes + more > MOST_BYTES) {
      chunks.push([]);
      bytes = 0;
    }
    bytes += more;
    chunks.at(-1)!.push(record);
  }
  return chunks;
}

function byFolder(records: readonly SinkRecord[], nowMs: number): Map<string, SinkRecord[]> {
  const folders = new Map<string, SinkRecord[]>();
  for (const record of records) {
    const folder = archiveFolder(record, nowMs);
    const inFolder = folders.get(folder);
    if (inFolder === undefined) folders.set(folder, [record]);
    else inFolder.push(record);
  }
  return folders;
}
