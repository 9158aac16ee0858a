import { isAzlinError, mapConcurrentSettled, toAzlinError, type AbortOptions, type AzlinError } from "@azlin/core";
import { deleteResource, resourceExists } from "../generic-resources.ts";
import type { VmAzure } from "../vm-azure.ts";
import { readOrphan, type Orphan } from "./list-orphans.ts";
import { ORPHAN_KINDS } from "./orphan-kinds.ts";

/** One deletion of something left over. */
export interface OrphanStep {
  readonly action: "delete";
  readonly target: string;
  readonly orphan: Orphan;
  readonly reason: string;
}

/** What becomes of leftovers. */
export interface OrphanDeletePlan {
  readonly steps: readonly OrphanStep[];
  /** What goes costs together so much a month, as far as prices are known. */
  readonly monthlyCostUsd: number;
  /** Leftovers whose price is not known. */
  readonly unpriced: number;
}

/** What became of one leftover. */
export interface OrphanOutcome {
  readonly target: string;
  /** `kept`: something uses it by now. `deleted` only for what Azure answers 404 to. */
  readonly status: "deleted" | "kept" | "remaining";
  readonly error?: AzlinError;
}

/** Options of {@link applyOrphanDelete}. */
export interface ApplyOrphanDeleteOptions extends AbortOptions {
  /** Default 8. */
  readonly concurrency?: number;
}

/** Puts deletions of leftovers into the order of who refers to whom. Pure. */
export function planOrphanDelete(orphans: readonly Orphan[]): OrphanDeletePlan {
  const ordered = ORPHAN_KINDS.flatMap((kind) => orphans.filter((orphan) => orphan.kind === kind));
  const known = ordered.flatMap(({ monthlyCostUsd }) => monthlyCostUsd ?? []);
  return {
    steps: ordered.map((orphan) => ({ action: "delete", target: orphan.id, orphan, reason: orphan.reason })),
    monthlyCostUsd: Math.round(known.reduce((sum, cost) => sum + cost, 0) * 100) / 100,
    unpriced: ordered.length - known.length,
  };
}

/**
 * Deletes leftovers, each only if it still is one when its turn comes: an address of an interface once that has gone.
 * Never throws for one: the report says what remains.
 */
export async function applyOrphanDelete(
  azure: VmAzure,
  { steps }: OrphanDeletePlan,
  { concurrency = 8, signal }: ApplyOrphanDeleteOptions = {},
): Promise<OrphanOutcome[]> {
  const outcomes: OrphanOutcome[] = [];
  for (const kind of ORPHAN_KINDS) {
    const targets = steps.filter(({ orphan }) => orphan.kind === kind).map(({ target }) => target);
    const reports = await mapConcurrentSettled(targets, { concurrency, signal }, (id) => clear(azure, id, { signal }));
    for (const report of reports) outcomes.push(report.ok ? report.value : remaining(report.item, report.error));
  }
  return outcomes;
}

async function clear(azure: VmAzure, target: string, options: AbortOptions): Promise<OrphanOutcome> {
  if ((await readOrphan(azure, target, options)) === undefined) {
    return { target, status: (await resourceExists(azure, target, options)) ? "kept" : "deleted" };
  }
  await deleteResource(azure, target, options);
  return { target, status: (await resourceExists(azure, target, options)) ? "remaining" : "deleted" };
}

function remaining(target: string, error: unknown): OrphanOutcome {
  const failure = isAzlinError(error) ? error : toAzlinError(error, { operation: "delete the resource" });
  return { target, status: "remaining", error: failure };
}
