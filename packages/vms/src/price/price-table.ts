/**
 * What leftovers cost about, for orientation: US dollars a month of 730 hours, East US, pay as you go. The figures were
 * compiled in 2026-11 and not checked against Azure's own pages, which are what counts:
 * https://azure.microsoft.com/pricing/details/managed-disks/ and https://azure.microsoft.com/pricing/details/ip-addresses/.
 */
export const PRICE_TABLE = {
  compiled: "2026-11",
  region: "eastus",
  currency: "USD",
  /** Standard, for each GB that is in use; what is known is the size of the disk, which is the most it can be. */
  snapshotPerGb: 0.05,
  standardPublicIp: 3.65,
  /** By storage type: a disk of up to so many GB costs so much. */
  disks: {
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
  },
} as const;
