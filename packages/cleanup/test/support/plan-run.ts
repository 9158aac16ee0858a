import {
  applyCleanup,
  gatherCleanupFacts,
  planCleanup,
  type ApplyCleanupOptions,
  type ApplyReport,
  type CleanupAzure,
  type CleanupPlan,
  type ResourceDeletion,
} from "../../src/index.ts";
import { RUN_ID } from "./run-world.ts";

/** The plan for all that carries the tags of the run. */
export async function planRun(azure: CleanupAzure): Promise<CleanupPlan> {
  return planCleanup(await gatherCleanupFacts(azure, { runId: RUN_ID }));
}

/** Plans and carries out. */
export async function applyRun(azure: CleanupAzure, options: ApplyCleanupOptions = {}): Promise<ApplyReport> {
  return applyCleanup(azure, await planRun(azure), options);
}

/** What became of one resource. */
export function endOf({ deletions }: ApplyReport, id: string): ResourceDeletion {
  return deletions.find(({ resourceId }) => resourceId === id)!;
}

/** How each ended, by the last name of its id. */
export function outcomes({ deletions }: ApplyReport): Record<string, string> {
  return Object.fromEntries(deletions.map(({ resourceId, outcome }) => [resourceId.split("/").at(-1), outcome]));
}
