import type { PruneOutcome, PrunePlan } from "@azlin/vms";
import type { Context } from "../context.ts";
import { deletionFacts } from "../deletion/plan-deletions.ts";
import { planReport } from "../render/plan-report.ts";
import type { Report, Table } from "../render/report.ts";
import type { Prunable } from "./look-for-prunable.ts";

/** The VMs that would go, as a table. */
export function candidateTable({ candidates }: PrunePlan): Table {
  return {
    columns: ["SESSION NAME", "VM NAME", "AGE (DAYS)", "IDLE (DAYS)", "STATUS", "LOCATION", "SIZE"],
    rows: candidates.map(({ vm, ageDays, idleDays }) => [
      vm.session,
      vm.name,
      ageDays,
      idleDays ?? "Never",
      vm.powerState,
      vm.location,
      vm.size,
    ]),
  };
}

/** What `--dry-run` prints, and what is told when no VM may go. */
export function prunePlanReport(look: Prunable, context: Context): Report {
  const { candidates, deletions } = look;
  const { json } = planReport(
    deletions.flatMap(({ steps }) => steps.map(({ action, target, reason }) => ({ action, target, reason }))),
    {
      candidates: candidates.map(({ vm, ageDays, idleDays, reason }) => {
        return { vm: vm.name, id: vm.id, ageDays, idleDays, reason };
      }),
      kept: keptJson(look),
    },
  );
  const table = candidateTable(look);
  const text = [context.formatTable(table), ...deletions.map((plan) => deletionFacts(plan))].join("\n");
  return {
    json,
    table,
    text: candidates.length === 0 ? "No VMs eligible for pruning." : text,
    footer: [
      ...keptInWords(look),
      ...(candidates.length === 0 ? [] : [`DRY RUN: ${candidates.length} VM(s) would be deleted.`]),
    ],
  };
}

/** What became of the VMs. One that was started, named or locked meanwhile stays, which is no failure. */
export function pruneReport(outcomes: readonly PruneOutcome[], look: Prunable): Report {
  const results = outcomes.map(({ vmId, vm, status, report, error }) => ({
    vm,
    id: vmId,
    ok: status !== "failed",
    status,
    outcomes: report?.outcomes ?? [],
    ...(error !== undefined && { error: error.toJSON() }),
  }));
  const failed = results.filter(({ ok }) => !ok).length;
  const deleted = results.filter(({ status }) => status === "deleted").length;
  return {
    json: {
      results,
      summary: { total: results.length, succeeded: results.length - failed, failed },
      kept: keptJson(look),
    },
    table: {
      columns: ["VM", "STATUS", "ERROR"],
      rows: results.map(({ vm, status, error }) => [vm, status, error?.message ?? null]),
    },
    text: [
      ...results.map(({ vm, status, error, outcomes }) => {
        const left = outcomes.filter((one) => one.status !== "deleted").map(({ target }) => `  still there: ${target}`);
        const mark = { deleted: "✓", kept: "-", failed: "✗" }[status];
        return [`${mark} ${vm}: ${status}${error === undefined ? "" : `: ${error.message}`}`, ...left].join("\n");
      }),
      `Prune Summary: Total ${results.length}, Deleted ${deleted}, Failed ${failed}`,
    ].join("\n"),
    footer: keptInWords(look),
    failed: failed > 0,
  };
}

function keptJson({ kept }: PrunePlan): unknown {
  return kept.map(({ vm, reason }) => ({ vm: vm.name, id: vm.id, reason }));
}

/** A line for each reason. */
function keptInWords({ kept }: PrunePlan): string[] {
  const reasons = [...new Set(kept.map(({ reason }) => reason))];
  return reasons.map((reason) => {
    const names = kept.filter((one) => one.reason === reason).map(({ vm }) => vm.name);
    return `Kept ${names.join(", ")}: ${reason}`;
  });
}
