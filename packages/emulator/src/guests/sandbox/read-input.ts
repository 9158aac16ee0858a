import type { Readable } from "node:stream";
import { systemClock } from "@azlin/core";

/** How long a command's input may be silent before it counts as empty: a terminal that nobody types in never ends. */
const SILENCE_MS = 300;

/** All that comes in, until its end; nothing when nothing comes at first. */
export async function readInput(stdin: Readable): Promise<Buffer> {
  const chunks: Buffer[] = [];
  const first = new Promise<void>((resolve) => {
    stdin.on("data", (chunk: Buffer) => {
      chunks.push(chunk);
      resolve();
    });
  });
  const end = new Promise<void>((resolve) => stdin.once("end", resolve).once("close", resolve));
  await Promise.race([first, end, systemClock.delay(SILENCE_MS)]);
  if (chunks.length > 0) await end;
  return Buffer.concat(chunks);
}
