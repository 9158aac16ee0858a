import { open, stat, type FileHandle } from "node:fs/promises";
import { systemClock, type Clock } from "@azlin/core";

/** Bytes of the end of a log that are looked at for its last lines. */
const TAIL_BYTES = 1024 * 1024;
/** Milliseconds between two looks for new lines. */
const LOOK_MS = 200;

/** The last lines of a log, oldest first; none when there is no log. */
export async function readLogTail(path: string, lines: number): Promise<readonly string[]> {
  const file = await open(path, "r").catch(() => undefined);
  if (file === undefined) return [];
  try {
    const { size } = await file.stat();
    const fromByte = Math.max(0, size - TAIL_BYTES);
    const whole = linesOf(await readFrom(file, fromByte, size));
    return (fromByte > 0 ? whole.slice(1) : whole).slice(-lines);
  } finally {
    await file.close();
  }
}

/** New lines of a log as they are written, until the signal aborts; also after the log was begun anew. */
export async function* followLog(
  path: string,
  { signal, clock = systemClock }: { readonly signal: AbortSignal; readonly clock?: Clock },
): AsyncGenerator<string> {
  let place = await placeOf(path);
  let rest = "";
  while (!signal.aborted) {
    const now = await placeOf(path);
    if (now.inode !== place.inode || now.size < place.size) place = { inode: now.inode, size: 0 };
    if (now.size > place.size) {
      const lines = `${rest}${await readRange(path, place.size, now.size)}`.split("\n");
      rest = lines.pop() ?? "";
      place = now;
      yield* lines;
    }
    await clock.delay(LOOK_MS, { signal }).catch(() => {});
  }
}

interface Place {
  readonly inode: number;
  readonly size: number;
}

async function placeOf(path: string): Promise<Place> {
  const found = await stat(path).catch(() => undefined);
  return { inode: found?.ino ?? 0, size: found?.size ?? 0 };
}

async function readRange(path: string, fromByte: number, toByte: number): Promise<string> {
  const file = await open(path, "r");
  try {
    return await readFrom(file, fromByte, toByte);
  } finally {
    await file.close();
  }
}

async function readFrom(file: FileHandle, fromByte: number, toByte: number): Promise<string> {
  const buffer = Buffer.alloc(toByte - fromByte);
  const { bytesRead } = await file.read(buffer, 0, buffer.length, fromByte);
  return buffer.toString("utf8", 0, bytesRead);
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
