import { existsSync } from "node:fs";
import { join } from "node:path";
import { memoryIdentityJournal, withIdentityJournal, type IdentityJournal } from "@azlin/sp-manager";
import type { Context } from "../context.ts";

/** Milliseconds to wait for another azlin that is making or deleting an identity. */
const WAIT_MS = 600_000;

/** Runs something with the journal of identities in azlin's own directory, one process at a time. */
export function withIdentitiesJournal<T>(
  context: Context,
  run: (journal: IdentityJournal, signal: AbortSignal) => Promise<T>,
): Promise<T> {
  const path = join(context.home, "identities.journal");
  // A dry run does not even begin one.
  if (context.isDryRun && !existsSync(path)) return run(memoryIdentityJournal(), context.signal);
  return withIdentityJournal(path, { signal: context.signal, clock: context.clock, waitMs: WAIT_MS }, run);
}
