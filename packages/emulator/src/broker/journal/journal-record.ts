import { crc32 } from "node:zlib";
import type { MessageState } from "../entities/stored-message.ts";
import type { EntityDefinition, EntityKey } from "../namespace/entity-change.ts";
import type { SharedAccessKey } from "../namespace/shared-access-keys.ts";

/** A message as it stands in a journal; its bytes follow. */
export interface JournalMessage {
  readonly sequence: number;
  readonly enqueuedSequence: number;
  readonly enqueuedAtMs: number;
  /** `null`: never. */
  readonly expiresAtMs: number | null;
  readonly deadLetterSource?: string | undefined;
  readonly deliveryCount: number;
  readonly state: MessageState;
}

/** One thing that happened. */
export type JournalRecord =
  | { readonly type: "keys"; readonly keys: readonly SharedAccessKey[] }
  | { readonly type: "defined"; readonly definition: EntityDefinition }
  | { readonly type: "gone"; readonly key: EntityKey }
  | { readonly type: "stored"; readonly queue: string; readonly message: JournalMessage; readonly bytes: Uint8Array }
  | {
      readonly type: "changed";
      readonly queue: string;
      readonly sequence: number;
      readonly deliveryCount: number;
      readonly state: MessageState;
    }
  | { readonly type: "removed"; readonly queue: string; readonly sequence: number }
  | { readonly type: "sequence"; readonly queue: string; readonly sequence: number }
  | {
      readonly type: "session";
      readonly queue: string;
      readonly sessionId: string;
      readonly bytes?: Uint8Array | undefined;
    };

/** Length and checksum before each record. Bytes. */
const HEAD_BYTES = 8;

/** A record as it is written: its length, its checksum, its facts as JSON, and its bytes. */
export function encodeRecord(record: JournalRecord): Buffer {
  const { bytes, ...facts } = "bytes" in record ? record : { ...record, bytes: undefined };
  // Only definitions hold values that need a tag, and looking at each costs.
  const tag = record.type === "defined" ? tagValue : undefined;
  const json = Buffer.from(JSON.stringify({ ...facts, hasBytes: bytes !== undefined }, tag));
  const attached = bytes ?? new Uint8Array(0);
  const whole = Buffer.allocUnsafe(HEAD_BYTES + 4 + json.length + attached.length);
  whole.writeUInt32BE(json.length, HEAD_BYTES);
  json.copy(whole, HEAD_BYTES + 4);
  whole.set(attached, HEAD_BYTES + 4 + json.length);
  whole.writeUInt32BE(whole.length - HEAD_BYTES, 0);
  whole.writeUInt32BE(crc32(whole.subarray(HEAD_BYTES)), 4);
  return whole;
}

/** The record at an offset, and where the next one begins; `undefined` when there is no whole one. */
export function decodeRecord(
  file: Buffer,
  offset: number,
): { readonly record: JournalRecord; readonly next: number } | undefined {
  if (offset + HEAD_BYTES > file.length) return undefined;
  const next = offset + HEAD_BYTES + file.readUInt32BE(offset);
  if (next > file.length) return undefined;
  const payload = file.subarray(offset + HEAD_BYTES, next);
  if (crc32(payload) !== file.readUInt32BE(offset + 4)) return undefined;
  const jsonEnd = 4 + payload.readUInt32BE(0);
  const { hasBytes, ...facts } = JSON.parse(payload.toString("utf8", 4, jsonEnd), untagValue) as { hasBytes: boolean };
  const record = { ...facts, ...(hasBytes && { bytes: payload.subarray(jsonEnd) }) } as unknown as JournalRecord;
  return { record, next };
}

/** What JSON has no word for: times and long numbers in rules. */
function tagValue(this: Readonly<Record<string, unknown>>, key: string, value: unknown): unknown {
  const plain = this[key];
  if (plain instanceof Date) return { $date: plain.getTime() };
  return typeof value === "bigint" ? { $long: String(value) } : value;
}

function untagValue(_key: string, value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  if ("$date" in value) return new Date(Number(value.$date));
  return "$long" in value ? BigInt(String(value.$long)) : value;
}
