import { diskMonthlyCostUsd } from "@azlin/core";
import { PRICE_TABLE } from "./price-table.ts";

/** A kind of resource whose price may be known. */
export type PricedKind = "disk" | "snapshot" | "publicIp" | "networkInterface" | "networkSecurityGroup";

/** What a price depends on. */
export interface PricedResource {
  readonly kind: PricedKind;
  /** Storage type of a disk, `Standard` or `Basic` for an address. */
  readonly sku?: string | undefined;
  readonly sizeGb?: number | undefined;
}

/**
 * What a resource costs about a month by the table, in US dollars. For a snapshot it is the most that it can be.
 *
 * @returns `null` when the table does not know: never 0 for something that may cost.
 */
export function monthlyCostUsd({ kind, sku, sizeGb }: PricedResource): number | null {
  switch (kind) {
    case "networkInterface":
    case "networkSecurityGroup":
      return 0;
    case "publicIp":
      return sku === "Standard" ? PRICE_TABLE.standardPublicIp : null;
    case "snapshot":
      return sizeGb === undefined ? null : round(sizeGb * PRICE_TABLE.snapshotPerGb);
    case "disk":
      return diskMonthlyCostUsd(sku, sizeGb);
  }
}

function round(dollars: number): number {
  return Math.round(dollars * 100) / 100;
}
