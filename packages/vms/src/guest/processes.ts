import type { RemoteCommand } from "@azlin/ssh";

/** Asks who is signed in and what they do: `w`. */
export function loginsCommand(): RemoteCommand {
  return ["w"];
}

/**
 * Lists all processes as a tree. First come the ids of our own: this shell and what it was started by, by which
 * {@link parseProcesses} leaves them out.
 */
export function processesCommand(): RemoteCommand {
  return `p=$$
while [ "\${p:-0}" -gt 1 ]; do echo "$p"; p="$(ps -o ppid= -p "$p" | tr -d ' ')"; done
echo
if ps aux --forest >/dev/null 2>&1; then exec ps aux --forest; else exec ps aux; fi`;
}

/** The lines of a process list, heading first, without the processes that made it. */
export function parseProcesses(output: string): string[] {
  const end = output.indexOf("\n\n");
  if (end < 0) return linesOf(output);
  const own = new Set(output.slice(0, end).split("\n"));
  return linesOf(output.slice(end + 2)).filter((line) => {
    const [, pid = ""] = line.split(/\s+/);
    // The server that listens is an ancestor too, but not ours.
    return !own.has(pid) || line.includes("[listener]");
  });
}

function linesOf(text: string): string[] {
  return text.split("\n").filter((line) => line !== "");
}
