import { createHash } from "node:crypto";
import type { WireEvent } from "../events/agent-event.ts";

/**
 * Id of an event: its own where it has one, else made of all that it says. Equal events are one event: what is published
 * again after a crash is done once.
 */
export function eventIdOf(event: WireEvent): string {
  const own = event["event_id"];
  return typeof own === "string" && own !== "" ? own : hash(JSON.stringify(sorted(event)));
}

/** Session and partition key of a run: Service Bus takes at most 128 characters. */
export function runKeyOf(runId: string): string {
  return runId.length <= 128 ? runId : `${runId.slice(0, 95)}-${hash(runId)}`;
}

function hash(text: string): string {
  return createHash("sha256").update(text).digest("hex").slice(0, 32);
}

function sorted(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(sorted);
  if (typeof value !== "object" || value === null || value instanceof Date) return value;
  const entries = Object.entries(value).map(([key, inner]) => [key, sorted(inner)] as const);
  return Object.fromEntries(entries.toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
