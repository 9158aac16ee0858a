/**
 * What managed disks cost about, for orientation: US dollars a month, East US, pay as you go; by storage type, a disk of up to so
 * many GB costs so much. The figures were compiled in 2026-11 and not checked against Azure's own page, which is what
 * counts: https://azure.microsoft.com/pricing/details/managed-disks/.
 */
export const DISK_PRICES = {
  Standard_LRS: [
    [32, 1.54],
    [64, 3.01],
    [128, 5.89],
    [256, 11.33],
    [512, 21.76],
    [1024, 40.96],
  ],
  StandardSSD_LRS: [
    [32, 2.4],
    [64, 4.8],
    [128, 9.6],
    [256, 19.2],
    [512, 38.4],
    [1024, 76.8],
  ],
  Premium_LRS: [
    [32, 5.28],
    [64, 10.21],
    [128, 19.71],
    [256, 38.02],
    [512, 73.22],
    [1024, 135.17],
  ],
} as const;

/**
 * What a managed disk costs about a month by {@link DISK_PRICES}, in US dollars.
 *
 * @returns `null` when the table does not know.
 */
export function diskMonthlyCostUsd(sku: string | undefined, sizeGb: number | undefined): number | null {
  const table: Readonly<Record<string, readonly (readonly [number, number])[]>> = DISK_PRICES;
  if (sku === undefined || sizeGb === undefined || !Object.hasOwn(table, sku)) return null;
  return table[sku]?.find(([limit]) => sizeGb <= limit)?.[1] ?? null;
}
