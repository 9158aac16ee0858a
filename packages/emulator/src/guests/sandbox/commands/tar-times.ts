const BLOCK = 512;
const GNU_LONG_NAME = "L";
const PAX = "x";
/** Types of regular files: POSIX's, and that from before. */
const FILES = new Set(["0", "\0"]);

/** When a file in an archive was last changed. */
export interface TarTime {
  readonly path: string;
  readonly mtimeMs: number;
}

/** What an entry before the file's own says of it. */
interface Told {
  readonly path?: string;
  readonly mtimeMs?: number;
}

/** The times of the regular files in an archive that is not compressed; none for anything else. */
export function* readTarTimes(archive: Buffer): Generator<TarTime> {
  let told: Told = {};
  for (let at = 0; at + BLOCK <= archive.length;) {
    const header = archive.subarray(at, at + BLOCK);
    const size = octal(header, 124, 136);
    if (header[0] === 0 || Number.isNaN(size)) return;
    const content = archive.subarray(at + BLOCK, at + BLOCK + size);
    const type = header.toString("latin1", 156, 157);
    if (FILES.has(type)) yield { path: pathOf(header), mtimeMs: octal(header, 136, 148) * 1000, ...told };
    told = toldBy(type, content);
    at += BLOCK + Math.ceil(size / BLOCK) * BLOCK;
  }
}

function pathOf(header: Buffer): string {
  const [name, prefix] = [text(header, 0, 100), text(header, 345, 500)];
  return header.toString("latin1", 257, 263) === "ustar\0" && prefix !== "" ? `${prefix}/${name}` : name;
}

function toldBy(type: string, content: Buffer): Told {
  if (type === GNU_LONG_NAME) return { path: text(content, 0, content.length) };
  if (type !== PAX) return {};
  const records = content.toString("utf8");
  const path = /^\d+ path=(.*)$/m.exec(records)?.[1];
  const mtime = /^\d+ mtime=([\d.]+)$/m.exec(records)?.[1];
  return { ...(path !== undefined && { path }), ...(mtime !== undefined && { mtimeMs: Number(mtime) * 1000 }) };
}

function text(block: Buffer, from: number, to: number): string {
  const end = block.subarray(from, to).indexOf(0);
  return block.toString("utf8", from, end < 0 ? to : from + end);
}

function octal(header: Buffer, from: number, to: number): number {
  return Number.parseInt(text(header, from, to).trim() || "0", 8);
}
