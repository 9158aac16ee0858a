import { mapConcurrentSettled, toAzlinError, type AbortOptions, type AzlinError } from "@azlin/core";
import { applyDelete, type DeleteReport } from "../delete/apply-delete.ts";
import { planDelete } from "../delete/delete-plan.ts";
import { gatherDeleteFacts } from "../delete/gather-delete-facts.ts";
import { readPowerState } from "../power/apply-power.ts";
import type { VmAzure } from "../vm-azure.ts";
import type { PruneCandidate, PrunePlan } from "./prune-plan.ts";

/** What became of one VM that was to be pruned. */
export interface PruneOutcome {
  readonly vmId: string;
  readonly vm: string;
  /** `kept`: it had been started meanwhile. */
  readonly status: "deleted" | "kept" | "failed";
  readonly report?: DeleteReport;
  readonly error?: AzlinError;
}

/** Options of {@link applyPrune}. */
export interface ApplyPruneOptions extends AbortOptions {
  /** VMs at once. Default 5. */
  readonly concurrency?: number;
}

/**
 * Deletes the candidates with everything that belongs to them, each by its own delete plan. One whose power state is
 * no longer that of the plan stays. Never throws for one VM.
 */
export async function applyPrune(
  azure: VmAzure,
  { candidates }: PrunePlan,
  { concurrency = 5, signal }: ApplyPruneOptions = {},
): Promise<PruneOutcome[]> {
  const reports = await mapConcurrentSettled(candidates, { concurrency, signal }, (one) =>
    prune(azure, one, { signal }),
  );
  return reports.map((report) => {
    const { id: vmId, name: vm } = report.item.vm;
    if (report.ok) return { vmId, vm, ...report.value };
    return { vmId, vm, status: "failed", error: toAzlinError(report.error, { operation: "prune the VM" }) };
  });
}

async function prune(
  azure: VmAzure,
  { vm }: PruneCandidate,
  options: AbortOptions,
): Promise<Pick<PruneOutcome, "status" | "report">> {
  const state = await readPowerState(azure, vm.id, options);
  if (state !== vm.powerState) return { status: "kept" };
  const report = await applyDelete(azure, planDelete(await gatherDeleteFacts(azure, vm.id, options)), options);
  const isGone = report.outcomes.every(({ status }) => status === "deleted");
  return { status: isGone ? "deleted" : "failed", report };
}
