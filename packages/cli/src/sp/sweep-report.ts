import type { OrphanSweep } from "@azlin/sp-manager";
import type { Report, Table } from "../render/report.ts";

/** What a sweep found as a table. */
export function sweepTable({ orphans }: OrphanSweep): Table {
  return {
    columns: ["KIND", "NAME", "OUTCOME", "REASON"],
    rows: orphans.map(({ kind, name, outcome, reason, error }) => [kind, name, outcome, error?.message ?? reason]),
  };
}

/** What `sp sweep` says. */
export function sweepReport(sweep: OrphanSweep): Report {
  const { orphans, unread } = sweep;
  const isAnyPlanned = orphans.some(({ outcome }) => outcome === "planned");
  return {
    json: sweep,
    table: sweepTable(sweep),
    ...(orphans.length === 0 && { text: unread.length === 0 ? "Nothing was found." : "Nothing was found so far." }),
    footer: [
      ...unread.map(({ collector, error }) => `Could not look for ${collector}: ${error.message}`),
      ...(isAnyPlanned ? ["Nothing was deleted. Take it away with --apply."] : []),
    ],
    failed: unread.length > 0 || orphans.some(({ outcome }) => outcome === "failed"),
  };
}
