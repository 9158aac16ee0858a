import { diskMonthlyCostUsd } from "@azlin/core";
import { isGroup, type ResourceDocument } from "../azure/resource-document.ts";
import { CLEANUP_PRICES } from "./price-table.ts";

type Prices = Readonly<Record<string, number>>;

/**
 * What a resource costs about a month by the table, in US dollars.
 *
 * @returns `null` when the table does not know: never 0 for something that may cost.
 */
export function monthlyCostUsd(document: ResourceDocument): number | null {
  const type = document.type.toLowerCase();
  if (isGroup(document) || CLEANUP_PRICES.free.some((free) => free === type)) return 0;
  if (type === "microsoft.compute/virtualmachines") return vmCost(document);
  if (type === "microsoft.compute/disks") return diskCost(document);
  const services: Readonly<Record<string, Prices>> = CLEANUP_PRICES.services;
  return lookUp(lookUp(services, type) ?? {}, document.sku ?? "") ?? null;
}

function vmCost({ properties }: ResourceDocument): number | null {
  const { vmSize } = (properties["hardwareProfile"] ?? {}) as { readonly vmSize?: unknown };
  return typeof vmSize === "string"
    ? (lookUp<number>(CLEANUP_PRICES.virtualMachines, vmSize.toLowerCase()) ?? null)
    : null;
}

function diskCost({ sku, properties }: ResourceDocument): number | null {
  const size = properties["diskSizeGB"];
  return diskMonthlyCostUsd(sku ?? undefined, typeof size === "number" ? size : undefined);
}

function lookUp<T>(table: Readonly<Record<string, T>>, key: string): T | undefined {
  return Object.hasOwn(table, key) ? table[key] : undefined;
}
