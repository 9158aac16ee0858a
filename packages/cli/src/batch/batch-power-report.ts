import type { PowerState, SerializedError } from "@azlin/core";
import type { PowerPlan } from "@azlin/vms";
import type { Report } from "../render/report.ts";

/** What became of one VM of a batch. */
export interface BatchPowerResult {
  readonly vm: string;
  readonly id: string;
  readonly ok: boolean;
  readonly action: PowerPlan["action"];
  readonly from: PowerState;
  /** What it means for the bill; null when nothing changes. */
  readonly billing: string | null;
  /** `under way`: the command ended before Azure did, which goes on. */
  readonly outcome: "done" | "unchanged" | "failed" | "under way" | "not begun";
  readonly error?: SerializedError;
  readonly durationMs: number;
}

/** A line for each VM and the totals. Failed when one of them failed. */
export function batchPowerReport(title: string, results: readonly BatchPowerResult[]): Report {
  const succeeded = results.filter(({ ok }) => ok).length;
  const summary = { total: results.length, succeeded, failed: results.length - succeeded };
  const failures = results.filter(({ ok }) => !ok);
  const bills = new Set(results.filter(({ ok }) => ok).flatMap(({ billing }) => billing ?? []));
  return {
    json: { results, summary },
    table: {
      columns: ["VM", "ACTION", "FROM", "OUTCOME", "ERROR"],
      rows: results.map(({ vm, action, from, outcome, error }) => [vm, action, from, outcome, error?.message ?? null]),
    },
    text: [
      ...results.filter(({ ok }) => ok).map(({ vm, outcome, from }) => `✓ ${vm}: ${inWords(outcome, from)}`),
      ...(failures.length > 0 ? ["Failed VMs:"] : []),
      ...failures.map(({ vm, outcome, error }) => `✗ ${vm}: ${outcome}: ${error?.message}`),
      `Batch ${title} Summary: Total ${summary.total}, Succeeded ${succeeded}, Failed ${summary.failed}`,
    ].join("\n"),
    footer: [...bills],
    failed: summary.failed > 0,
  };
}

function inWords(outcome: BatchPowerResult["outcome"], from: PowerState): string {
  return outcome === "unchanged" ? `already ${from}` : `done, was ${from}`;
}
