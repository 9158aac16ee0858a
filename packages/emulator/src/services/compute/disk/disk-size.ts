const GIB = 1024 ** 3;

/** What follows from a disk's size and kind: bytes, throughput. */
export interface DiskSize {
  readonly diskSizeGB: number;
  readonly diskSizeBytes: number;
  readonly diskIOPSReadWrite: number;
  readonly diskMBpsReadWrite: number;
}

/** Premium SSD tiers: up to this many GiB, with these limits. */
const PREMIUM: readonly (readonly [sizeGb: number, iops: number, mbps: number])[] = [
  [32, 120, 25],
  [64, 240, 50],
  [128, 500, 100],
  [256, 1100, 125],
  [512, 2300, 150],
  [1024, 5000, 200],
  [2048, 7500, 250],
  [4096, 7500, 250],
  [8192, 16_000, 500],
  [16_384, 18_000, 750],
  [32_767, 20_000, 900],
];

/** Size members of a disk of `sizeGb` GiB; `sku` is its storage account type. */
export function diskSizeOf(sizeGb: number, sku: string): DiskSize {
  const [, iops, mbps] = /^premium/i.test(sku)
    ? (PREMIUM.find(([limit]) => sizeGb <= limit) ?? PREMIUM.at(-1)!)
    : [sizeGb, 500, sizeGb > 8192 ? 500 : 60];
  return { diskSizeGB: sizeGb, diskSizeBytes: sizeGb * GIB, diskIOPSReadWrite: iops, diskMBpsReadWrite: mbps };
}
