/**
 * What leftovers cost about, for orientation: US dollars a month of 730 hours, East US, pay as you go. The figures were
 * compiled in 2026-11 and not checked against Azure's own pages, which are what counts:
 * https://azure.microsoft.com/pricing/details/managed-disks/ and https://azure.microsoft.com/pricing/details/ip-addresses/.
 * What disks cost is in core.
 */
export const PRICE_TABLE = {
  compiled: "2026-11",
  region: "eastus",
  currency: "USD",
  /** Standard, for each GB that is in use; what is known is the size of the disk, which is the most it can be. */
  snapshotPerGb: 0.05,
  standardPublicIp: 3.65,
} as const;
