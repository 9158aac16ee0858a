import type { Context } from "../context.ts";

/** What to say under a report of deletions that Ctrl-C or `--timeout` ended: nothing when neither did. */
export function interruptedNote({ signal }: Context): string[] {
  if (!signal.aborted) return [];
  return ["What was begun goes on in Azure: 'azlin list' and 'azlin orphans list' show what is left."];
}
