import { resourceNameOf } from "@azlin/core";
import type { Orphan, OrphanOutcome } from "@azlin/vms";
import { monthlyCost, monthlyCostInWords, monthlyCostTotal } from "../render/monthly-cost.ts";
import type { Report, Table } from "../render/report.ts";
import { kindName } from "./orphan-kind.ts";

/** Leftovers as a table. */
export function orphanTable(orphans: readonly Orphan[]): Table {
  return {
    columns: ["KIND", "NAME", "RESOURCE GROUP", "SIZE", "COST/MONTH", "REASON"],
    rows: orphans.map((orphan) => [
      kindName(orphan),
      orphan.name,
      orphan.resourceGroup,
      orphan.sizeGb === null ? null : `${orphan.sizeGb} GB`,
      monthlyCost(orphan.monthlyCostUsd),
      orphan.reason,
    ]),
  };
}

/** What leftovers cost together, in words. */
export function orphanTotal(orphans: readonly Orphan[]): string {
  const total = monthlyCostTotal(orphans.map(({ monthlyCostUsd }) => monthlyCostUsd));
  return `Total: ${orphans.length}, ${monthlyCostInWords(total)}, by azlin's price table`;
}

/** Leftovers with what they cost. */
export function orphansReport(orphans: readonly Orphan[]): Report {
  const { knownUsd: monthlyCostUsd, unpriced } = monthlyCostTotal(orphans.map((orphan) => orphan.monthlyCostUsd));
  return {
    json: { orphans, summary: { total: orphans.length, monthlyCostUsd, unpriced } },
    table: orphanTable(orphans),
    footer: [orphans.length === 0 ? "No orphans found." : orphanTotal(orphans)],
  };
}

/** What became of each leftover. One that is in use by now stays, which is no failure. */
export function orphanOutcomesReport(outcomes: readonly OrphanOutcome[]): Report {
  const results = outcomes.map(({ target, status, error }) => ({
    id: target,
    name: resourceNameOf(target),
    ok: status !== "remaining",
    status,
    ...(error !== undefined && { error: error.toJSON() }),
  }));
  const failed = results.filter(({ ok }) => !ok).length;
  const deleted = results.filter(({ status }) => status === "deleted").length;
  return {
    json: { results, summary: { total: results.length, succeeded: results.length - failed, failed } },
    table: {
      columns: ["NAME", "STATUS", "ERROR"],
      rows: results.map(({ name, status, error }) => [name, status, error?.message ?? null]),
    },
    text: [
      ...results.map(({ name, status, error }) => {
        const mark = { deleted: "✓", kept: "-", remaining: "✗" }[status];
        const told = status === "kept" ? "kept, it is in use by now" : status;
        return `${mark} ${name}: ${told}${error === undefined ? "" : `: ${error.message}`}`;
      }),
      `Deletion Summary: Total ${results.length}, Deleted ${deleted}, Failed ${failed}`,
    ].join("\n"),
    failed: failed > 0,
  };
}
