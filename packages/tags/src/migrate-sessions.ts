import { isAzlinError, writeFileAtomic, type Clock, type AbortOptions } from "@azlin/core";
import { readFile } from "node:fs/promises";
import type { MigrationPlan } from "./migration-plan.ts";
import type { TagManager } from "./tag-manager.ts";

/** A session that was not migrated, and why. */
export interface UnmigratedSession {
  readonly vm: string;
  readonly session: string;
  readonly reason: string;
}

/** What `migrate-sessions` did. */
export interface MigrationReport {
  /** Path of the copy of the configuration file; null when nothing was to be written. */
  readonly backup: string | null;
  readonly migrated: readonly { readonly vm: string; readonly session: string }[];
  readonly skipped: readonly UnmigratedSession[];
  readonly failed: readonly { readonly vm: string; readonly session: string; readonly error: string }[];
}

/** What {@link applySessionMigration} works with. */
export interface MigrationContext {
  readonly tags: TagManager;
  readonly configPath: string;
  readonly clock: Clock;
}

/**
 * Carries a migration plan out: copies the configuration file, then writes the tags one by one. A failure is
 * reported and the rest goes on; running it again takes up what is left. The configuration file stays as it is.
 *
 * @throws AzlinError when the copy cannot be made: then no tag was written.
 */
export async function applySessionMigration(
  plan: MigrationPlan,
  { tags, configPath, clock }: MigrationContext,
  options: AbortOptions = {},
): Promise<MigrationReport> {
  const writes = plan.steps.filter((step) => step.action === "write");
  const backup = writes.length === 0 ? null : await backUp(configPath, clock);
  const migrated: { vm: string; session: string }[] = [];
  const failed = plan.steps
    .filter((step) => step.action === "fail")
    .map(({ vm, session, reason }) => ({ vm, session, error: reason }));
  for (const { vm, vmId, session } of writes) {
    try {
      await tags.setSessionName(vmId, session, options);
      migrated.push({ vm, session });
    } catch (error) {
      options.signal?.throwIfAborted();
      failed.push({ vm, session, error: isAzlinError(error) ? error.message : String(error) });
    }
  }
  const skipped = plan.steps
    .filter((step) => step.action === "skip")
    .map(({ vm, session, reason }) => ({ vm, session, reason }));
  return { backup, migrated, skipped, failed };
}

async function backUp(configPath: string, clock: Clock): Promise<string> {
  const stamp = new Date(clock.now()).toISOString().replaceAll(/[:.]/g, "-");
  const backup = `${configPath}.backup-${stamp}`;
  await writeFileAtomic(backup, await readFile(configPath, "utf8"));
  return backup;
}
