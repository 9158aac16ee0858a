import { createHash } from "node:crypto";
import type { SinkRecord } from "./event-sink.ts";

/** Longest part of a path that is made of what somebody chose. */
const MOST_CHARACTERS = 100;

/**
 * Folder of an event in the archive, `events/2026/11/21/run-1/`: the day on which Service Bus took it, in UTC, so that the
 * folder of yesterday is complete.
 */
export function archiveFolder({ event, enqueuedAt }: Pick<SinkRecord, "event" | "enqueuedAt">, nowMs: number): string {
  const day = (enqueuedAt ?? new Date(nowMs)).toISOString().slice(0, 10).replaceAll("-", "/");
  return `events/${day}/${safeName(event.runId ?? "no-run")}/`;
}

/** A name that is one part of a path, and can be read: what it cannot hold is `=` and its bytes in hexadecimal. */
export function safeName(name: string): string {
  const encoded = name.replace(/[^A-Za-z0-9_-]/gu, (character) =>
    Array.from(Buffer.from(character), (byte) => `=${byte.toString(16).padStart(2, "0")}`).join(""),
  );
  if (encoded.length <= MOST_CHARACTERS) return encoded === "" ? "=" : encoded;
  const hash = createHash("sha256").update(name).digest("hex").slice(0, 16);
  return `${encoded.slice(0, MOST_CHARACTERS - 17)}-${hash}`;
}
