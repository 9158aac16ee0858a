import type { EntryKind, TreeEntry } from "../filter/tree-entry.ts";

/** What a tar stream is made of; every part of one is filled up with zeros to a whole number of these. */
export const TAR_BLOCK_BYTES = 512;

const NAME_BYTES = 100;
/** The largest number that eleven octal digits hold. */
const MAX_NUMBER = 8 ** 11 - 1;
const TYPES: Readonly<Record<Exclude<EntryKind, "other">, string>> = { file: "0", symlink: "2", directory: "5" };
const NOTHING = Buffer.alloc(0);

/**
 * What stands before an entry's content in a tar stream: a ustar header, and before that one of pax when the entry does
 * not fit into it. Written here because a library's stream for each entry takes as long as reading a small file.
 */
export function tarHeader(entry: TreeEntry): Buffer {
  const { path, kind, size, mode, mtimeMs, linkTarget = NOTHING } = entry;
  const seconds = Math.floor(mtimeMs / 1_000);
  const type = kind === "other" ? TYPES.file : TYPES[kind];
  const block = headerBlock({ name: path, type, size, mode: mode & 0o777, seconds, link: linkTarget });
  const records = [
    path.length > NAME_BYTES ? record("path", path) : NOTHING,
    linkTarget.length > NAME_BYTES ? record("linkpath", linkTarget) : NOTHING,
    isNumberHeld(size) ? NOTHING : record("size", Buffer.from(String(size))),
    isNumberHeld(seconds) ? NOTHING : record("mtime", Buffer.from(String(seconds))),
  ].filter(({ length }) => length > 0);
  return records.length === 0 ? block : Buffer.concat([paxHeader(Buffer.concat(records)), block]);
}

/** Bytes of zeros that follow a part of this length. */
export function tarPadding(bytes: number): number {
  return (TAR_BLOCK_BYTES - (bytes % TAR_BLOCK_BYTES)) % TAR_BLOCK_BYTES;
}

interface HeaderFields {
  readonly name: Buffer;
  readonly type: string;
  readonly size: number;
  readonly mode: number;
  readonly seconds: number;
  readonly link: Buffer;
}

function headerBlock({ name, type, size, mode, seconds, link }: HeaderFields): Buffer {
  const block = Buffer.alloc(TAR_BLOCK_BYTES);
  name.copy(block, 0, 0, NAME_BYTES);
  block.write(`${octal(mode, 7)}\0${octal(0, 7)}\0${octal(0, 7)}\0`, 100, "latin1");
  block.write(`${octal(size, 11)}\0${octal(seconds, 11)}\0        ${type}`, 124, "latin1");
  link.copy(block, 157, 0, NAME_BYTES);
  block.write("ustar\u000000", 257, "latin1");
  let sum = 0;
  for (let index = 0; index < TAR_BLOCK_BYTES; index++) sum += block[index]!;
  block.write(`${octal(sum, 6)}\0 `, 148, "latin1");
  return block;
}

function octal(value: number, digits: number): string {
  return (isNumberHeld(value) ? value : 0).toString(8).padStart(digits, "0");
}

function isNumberHeld(value: number): boolean {
  return value >= 0 && value <= MAX_NUMBER;
}

function paxHeader(records: Buffer): Buffer {
  const name = Buffer.from("PaxHeader");
  const block = headerBlock({ name, type: "x", size: records.length, mode: 0o644, seconds: 0, link: NOTHING });
  return Buffer.concat([block, records, Buffer.alloc(tarPadding(records.length))]);
}

/** `LENGTH key=value`, where the length is that of the record, its own digits included. */
function record(key: string, value: Buffer): Buffer {
  const rest = ` ${key}=`.length + value.length + 1;
  let length = rest;
  while (String(length).length + rest !== length) length = String(length).length + rest;
  return Buffer.concat([Buffer.from(`${length} ${key}=`), value, Buffer.from("\n")]);
}
