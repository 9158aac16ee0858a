import { readFile } from "node:fs/promises";
import { resolve } from "node:path";
import { PrerequisiteError, ValidationError } from "@azlin/core";
import type { ParsedEvent, WireEvent } from "@azlin/event-bus";
import type { Context } from "../context.ts";

/** An event, and the line that it was on, from 1. */
export interface EventOnLine {
  readonly line: number;
  readonly event: WireEvent;
}

interface Problem {
  readonly line: number;
  readonly problem: string;
}

/**
 * Reads events from a file of JSON lines, or from standard input for `-`. All of them are looked at before any is used.
 *
 * @throws PrerequisiteError (`EVENTS_NOT_READ`); ValidationError (`INVALID_EVENTS`) that names every line without an event.
 */
export async function readEvents(path: string, context: Context): Promise<EventOnLine[]> {
  const content = await contentOf(path, context);
  const { loadEventBus } = await import("./load-event-bus.ts");
  const { parseEvent } = await loadEventBus();
  const events: EventOnLine[] = [];
  const problems: Problem[] = [];
  for (const [index, text] of content.split("\n").entries()) {
    const line = index + 1;
    if (text.trim() === "") continue;
    const value = jsonOf(text);
    const read = value === undefined ? NO_JSON : parseEvent(value);
    if (read.ok) events.push({ line, event: read.wire });
    else problems.push({ line, problem: describe(read) });
  }
  if (problems.length > 0) throw invalidEvents(problems);
  return events;
}

async function contentOf(path: string, context: Context): Promise<string> {
  if (path === "-") return context.readInput();
  try {
    return await readFile(path, "utf8");
  } catch (cause) {
    throw new PrerequisiteError("EVENTS_NOT_READ", `Could not read ${resolve(path)}: ${String(cause)}`, {
      hint: "Give a file with one JSON object on each line, or '-' for standard input.",
      cause,
    });
  }
}

type NoEvent = Extract<ParsedEvent, { readonly ok: false }>;

const NO_JSON: NoEvent = { ok: false, issues: [{ field: "", message: "is no JSON" }] };

/** The value; `undefined`, which JSON does not have, for what is none. */
function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text.trim()) as unknown;
  } catch {
    return undefined;
  }
}

function describe({ issues }: NoEvent): string {
  return issues.map(({ field, message }) => `${field === "" ? "it" : field} ${message}`).join("; ");
}

function invalidEvents(problems: readonly Problem[]): ValidationError {
  const [first, ...others] = problems;
  const more = others.length === 0 ? "" : ` Nor do ${others.length} other lines.`;
  return new ValidationError("INVALID_EVENTS", `Line ${first!.line} holds no event: ${first!.problem}.${more}`, {
    hint: "Nothing was published. An event has at least event_type, timestamp, run_id and scenario_name.",
    details: { problems },
  });
}
