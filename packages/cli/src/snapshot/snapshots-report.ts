import { resourceNameOf } from "@azlin/core";
import type { VmSnapshot } from "@azlin/vms";
import { monthlyCost, monthlyCostInWords, monthlyCostTotal } from "../render/monthly-cost.ts";
import type { Report } from "../render/report.ts";

/** Snapshots with their sizes and what they cost at most. */
export function snapshotsReport(snapshots: readonly VmSnapshot[]): Report {
  const sizes = snapshots.flatMap(({ sizeGb }) => sizeGb ?? []);
  const sizeGb = sizes.reduce((sum, size) => sum + size, 0);
  const unsized = snapshots.length - sizes.length;
  const total = monthlyCostTotal(snapshots.map(({ monthlyCostUsd }) => monthlyCostUsd));
  const size = `${sizeGb} GB${unsized === 0 ? "" : `, and ${unsized} of unknown size`}`;
  return {
    json: snapshots,
    table: {
      columns: ["NAME", "VM", "SIZE", "CREATED", "KIND", "STATUS", "COST/MONTH"],
      rows: snapshots.map((one) => [
        one.name,
        one.vmId === null ? null : resourceNameOf(one.vmId),
        one.sizeGb === null ? null : `${one.sizeGb} GB`,
        one.created?.toISOString() ?? null,
        one.kind,
        one.provisioningState,
        monthlyCost(one.monthlyCostUsd),
      ]),
    },
    footer:
      snapshots.length === 0
        ? ["No snapshots found."]
        : [
            `Total: ${snapshots.length} snapshots (${size})`,
            `Estimated cost: at most ${monthlyCostInWords(total)}, by azlin's price table`,
          ],
  };
}
