import { z } from "zod";

/** A line that a container wrote. */
export interface ContainerLogLine {
  /** ISO 8601; `null` where Azure tells none. */
  readonly time: string | null;
  readonly text: string;
}

const lineSchema = z.object({ TimeStamp: z.string(), Log: z.string() });

/** Reads a line of a log stream in JSON; a line that is none is taken as it is. */
export function parseLogLine(line: string): ContainerLogLine {
  const parsed = lineSchema.safeParse(jsonOf(line));
  return parsed.success ? { time: parsed.data.TimeStamp, text: parsed.data.Log } : { time: null, text: line };
}

function jsonOf(line: string): unknown {
  try {
    return JSON.parse(line) as unknown;
  } catch {
    return undefined;
  }
}
