/** What stands first in a line of the daemon's log. */
interface Entry {
  readonly time?: string;
  readonly level?: string;
  readonly message?: string;
}

/** A line of the daemon's log as people read it; what is not one of its lines stays as it is. */
export function logLine(line: string): string {
  let entry: Entry & Readonly<Record<string, unknown>>;
  try {
    entry = JSON.parse(line) as typeof entry;
  } catch {
    return line;
  }
  const { time = "", level = "", message = "", ...fields } = entry;
  const said = Object.entries(fields).map(([name, value]) => `${name}=${inWords(value)}`);
  return [time, level.toUpperCase().padEnd(5), message, ...said].join(" ").trimEnd();
}

function inWords(value: unknown): string {
  return typeof value === "string" && /^[\w./:-]+$/.test(value) ? value : JSON.stringify(value);
}
