import { seededRandom } from "@azlin/core";
import { applyCleanup, cleanupAzure, gatherCleanupFacts, planCleanup, verifyCleanup } from "@azlin/cleanup";
import { RUN_ID } from "../scale.mjs";

/** As against Azure: the local one would be polled without end. */
const POLL_MS = 2_000;

/**
 * This repository's: facts, plan, apply. The proof comes after the time that is measured.
 *
 * @param concurrency - deletions under way at once. Default: that of the package.
 */
export function azlin({ concurrency } = {}) {
  return async ({ emulator, clock, world }) => {
    const transport = emulator.transport();
    const azure = cleanupAzure({ transport, clock, random: seededRandom(world.seed), pollIntervalMs: POLL_MS });
    const plan = planCleanup(await gatherCleanupFacts(azure, { runId: RUN_ID }));
    const maxCount = world.resources.length;
    const { deletions } = await applyCleanup(azure, plan, {
      maxCount,
      ...(concurrency !== undefined && { concurrency }),
    });
    const idsOf = (isGone) =>
      deletions.filter(({ outcome }) => (outcome === "deleted") === isGone).map(({ resourceId }) => resourceId);
    return { deleted: idsOf(true), kept: idsOf(false), prove: () => remainingOf(azure, idsOf(true)) };
  };
}

/** How many of the run's are left, as a verification sees it. */
async function remainingOf(azure, knownIds) {
  const { verdict, remaining } = await verifyCleanup(azure, RUN_ID, { knownIds });
  return { verdict, remaining: remaining.length };
}
