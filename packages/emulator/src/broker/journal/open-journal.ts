import { mkdir } from "node:fs/promises";
import path from "node:path";
import type { EntityDefinition, EntityKey } from "../namespace/entity-change.ts";
import type { Namespace } from "../namespace/namespace.ts";
import type { SharedAccessKey } from "../namespace/shared-access-keys.ts";
import type { MessageCodec } from "../wire/message-codec.ts";
import { openForAppending, readJournal } from "./journal-file.ts";
import { JournalWriter } from "./journal-writer.ts";
import type { Journal } from "./journal.ts";
import { replayJournal } from "./replay-journal.ts";
import { snapshotRecords, storedRecord } from "./snapshot-records.ts";

/** What a journal is kept for. */
export interface JournalOwner {
  readonly directory: string;
  readonly namespace: Namespace;
  readonly codec: MessageCodec;
  /** Keys of a broker that is new; one that was there before has its own. */
  readonly keys: readonly SharedAccessKey[];
  /** Bytes that the journal may grow by before it is written anew. Default 64 MiB. */
  readonly compactAfterBytes?: number | undefined;
}

/**
 * Brings a namespace back as its journal tells, and keeps it on disk from then on.
 *
 * @throws PrerequisiteError (`JOURNAL_UNREADABLE`) when the file is not a journal.
 */
export async function openJournal({
  directory,
  namespace,
  codec,
  keys,
  compactAfterBytes,
}: JournalOwner): Promise<Journal> {
  await mkdir(directory, { recursive: true, mode: 0o700 });
  const file = path.join(directory, "service-bus.journal");
  const { records, endBytes, warnings } = await readJournal(file);
  const { keys: known, entities, messages } = replayJournal(records, namespace, codec);
  const ownKeys = known ?? keys;
  const writer = new JournalWriter({
    path: file,
    file: await openForAppending(file, endBytes),
    endBytes,
    compactAfterBytes,
    snapshot: () => snapshotRecords(namespace, ownKeys),
  });
  if (known === undefined) writer.append({ type: "keys", keys });
  record(namespace, writer);
  return {
    startReport: { entities, messages, warnings },
    keys: ownKeys,
    committed: () => writer.committed(),
    close: () => writer.close(),
  };
}

/** Has everything that happens from now on written down. */
function record(namespace: Namespace, writer: JournalWriter): void {
  namespace.recorder = {
    stored: (queue, message) => writer.append(storedRecord(queue, message)),
    changed: (queue, { sequence, deliveryCount, state }) =>
      writer.append({ type: "changed", queue, sequence, deliveryCount, state }),
    removed: (queue, sequence) => writer.append({ type: "removed", queue, sequence }),
    sessionState: (queue, sessionId, bytes) => writer.append({ type: "session", queue, sessionId, bytes }),
  };
  namespace.observers.add({
    defined: (entity) => writer.append({ type: "defined", definition: definitionOf(entity) }),
    removed: (entity) => writer.append({ type: "gone", key: keyOf(entity) }),
  });
}

/** Entities tell more of themselves than their definition. */
function definitionOf(entity: EntityDefinition): EntityDefinition {
  switch (entity.kind) {
    case "queue":
      return { kind: "queue", name: entity.name, settings: entity.settings };
    case "topic":
      return { kind: "topic", name: entity.name, settings: entity.settings };
    case "subscription":
      return { kind: "subscription", topic: entity.topic, name: entity.name, settings: entity.settings };
    case "rule":
      return entity;
  }
}

function keyOf(key: EntityKey): EntityKey {
  if (key.kind === "rule") return key;
  if (key.kind === "subscription") return { kind: key.kind, topic: key.topic, name: key.name };
  return { kind: key.kind, name: key.name };
}
