import { mapConcurrentSettled, resourceNameOf, type SerializedError } from "@azlin/core";
import { applyDelete, type DeleteOutcome, type DeletePlan, type VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import { fireHook } from "../lifecycle/fire-hook.ts";
import { asAzlinError } from "../render/format-error.ts";
import type { Report } from "../render/report.ts";

const CONCURRENCY = 5;

/** What became of one VM. */
interface DeletionResult {
  readonly vm: string;
  readonly id: string;
  /** All of it is proved to be gone. */
  readonly ok: boolean;
  readonly outcomes: readonly DeleteOutcome[];
  readonly error?: SerializedError;
  readonly durationMs: number;
}

/** Deletes VMs, some at a time; one that fails does not stop the others. */
export async function applyDeletions(azure: VmAzure, plans: readonly DeletePlan[], context: Context): Promise<Report> {
  const { clock } = context;
  const label = plans.length === 1 ? `Deleting VM '${resourceNameOf(plans[0]!.vmId)}'` : `Deleting ${plans.length} VMs`;
  const reports = await context.progress(label, () =>
    mapConcurrentSettled(plans, { concurrency: CONCURRENCY }, async (plan) => {
      context.signal.throwIfAborted();
      const startMs = clock.now();
      const { outcomes } = await applyDelete(azure, plan, { signal: context.signal });
      const isGone = outcomes.every(({ status }) => status === "deleted");
      if (isGone) await fireHook("on_destroy", { id: plan.vmId, name: resourceNameOf(plan.vmId) }, context);
      return { outcomes, durationMs: clock.now() - startMs };
    }),
  );
  const results = reports.map((report): DeletionResult => {
    const { vmId } = report.item;
    const named = { vm: resourceNameOf(vmId), id: vmId };
    if (!report.ok) return { ...named, ok: false, outcomes: [], error: serialized(report.error), durationMs: 0 };
    const { outcomes, durationMs } = report.value;
    return { ...named, ok: outcomes.every(({ status }) => status === "deleted"), outcomes, durationMs };
  });
  return reportOf(results);
}

function serialized(error: unknown): SerializedError {
  return asAzlinError(error).toJSON();
}

function reportOf(results: readonly DeletionResult[]): Report {
  const succeeded = results.filter(({ ok }) => ok).length;
  const summary = { total: results.length, succeeded, failed: results.length - succeeded };
  return {
    json: { results, summary },
    table: {
      columns: ["VM", "KIND", "NAME", "STATUS"],
      rows: results.flatMap(({ vm, outcomes }) =>
        outcomes.map(({ kind, target, status }) => [vm, kind, resourceNameOf(target), status]),
      ),
    },
    text: [...results.map(inWords), ...(results.length > 1 ? [summaryInWords(summary)] : [])].join("\n"),
    failed: summary.failed > 0,
  };
}

function inWords({ vm, ok, outcomes, error }: DeletionResult): string {
  if (error !== undefined) return `✗ ${vm}: ${error.message}`;
  const lines = outcomes.map(
    ({ kind, target, status, error }) => `  ${kind} ${resourceNameOf(target)}: ${status}${error ? ` (${error})` : ""}`,
  );
  return [ok ? `✓ Deleted VM '${vm}'` : `✗ Not all of VM '${vm}' is gone`, ...lines].join("\n");
}

function summaryInWords({ total, succeeded, failed }: { total: number; succeeded: number; failed: number }): string {
  return `Deletion Summary: Total ${total}, Succeeded ${succeeded}, Failed ${failed}`;
}
