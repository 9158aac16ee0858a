/** A VM size as the local Azure offers it. */
export interface VmSize {
  readonly name: string;
  /** Quota family, `standardDSv5Family`. */
  readonly family: string;
  readonly vCpus: number;
  readonly memoryGb: number;
  readonly maxDataDisks: number;
  /** Temporary disk, in MB; 0 without one. */
  readonly tempDiskMb: number;
  readonly architecture: "x64" | "Arm64";
  /** Regions in which this subscription may not have it. */
  readonly restrictedIn: readonly string[];
}

interface Series {
  readonly family: string;
  /** Name with `#` for the number of vCPUs. */
  readonly pattern: string;
  readonly vCpus: readonly number[];
  readonly memoryPerVCpu: number;
  readonly tempDiskPerVCpuMb?: number;
  readonly architecture?: "Arm64";
  readonly restrictedIn?: readonly string[];
}

const SERIES: readonly Series[] = [
  { family: "standardDSv5Family", pattern: "Standard_D#s_v5", vCpus: [2, 4, 8, 16, 32, 48, 64, 96], memoryPerVCpu: 4 },
  {
    family: "standardDDSv5Family",
    pattern: "Standard_D#ds_v5",
    vCpus: [2, 4, 8, 16, 32, 48, 64, 96],
    memoryPerVCpu: 4,
    tempDiskPerVCpuMb: 38_400,
  },
  {
    family: "standardDASv5Family",
    pattern: "Standard_D#as_v5",
    vCpus: [2, 4, 8, 16, 32, 48, 64, 96],
    memoryPerVCpu: 4,
  },
  {
    family: "standardESv5Family",
    pattern: "Standard_E#s_v5",
    vCpus: [2, 4, 8, 16, 20, 32, 48, 64, 96],
    memoryPerVCpu: 8,
  },
  {
    family: "standardEASv5Family",
    pattern: "Standard_E#as_v5",
    vCpus: [2, 4, 8, 16, 20, 32, 48, 64, 96],
    memoryPerVCpu: 8,
  },
  {
    family: "standardFSv2Family",
    pattern: "Standard_F#s_v2",
    vCpus: [2, 4, 8, 16, 32, 48, 64, 72],
    memoryPerVCpu: 2,
    tempDiskPerVCpuMb: 8192,
  },
  {
    family: "standardDSv3Family",
    pattern: "Standard_D#s_v3",
    vCpus: [2, 4, 8, 16, 32, 48, 64],
    memoryPerVCpu: 4,
    tempDiskPerVCpuMb: 8192,
  },
  {
    family: "standardDPSv5Family",
    pattern: "Standard_D#ps_v5",
    vCpus: [2, 4, 8, 16, 32, 48, 64],
    memoryPerVCpu: 4,
    architecture: "Arm64",
  },
  {
    family: "standardNCADSA100v4Family",
    pattern: "Standard_NC#ads_A100_v4",
    vCpus: [24, 48, 96],
    memoryPerVCpu: 9.17,
    tempDiskPerVCpuMb: 2730,
    restrictedIn: ["westus", "northcentralus", "westcentralus", "ukwest"],
  },
];

const SINGLE: readonly (readonly [string, string, number, number, number])[] = [
  ["Standard_B1ls", "standardBSFamily", 1, 0.5, 4096],
  ["Standard_B1s", "standardBSFamily", 1, 1, 4096],
  ["Standard_B1ms", "standardBSFamily", 1, 2, 4096],
  ["Standard_B2s", "standardBSFamily", 2, 4, 8192],
  ["Standard_B2ms", "standardBSFamily", 2, 8, 16_384],
  ["Standard_B4ms", "standardBSFamily", 4, 16, 32_768],
  ["Standard_B8ms", "standardBSFamily", 8, 32, 65_536],
  ["Standard_DS1_v2", "standardDSv2Family", 1, 3.5, 7168],
  ["Standard_DS2_v2", "standardDSv2Family", 2, 7, 14_336],
  ["Standard_DS3_v2", "standardDSv2Family", 4, 14, 28_672],
  ["Standard_DS4_v2", "standardDSv2Family", 8, 28, 57_344],
  ["Standard_D2_v3", "standardDv3Family", 2, 8, 51_200],
  ["Standard_D4_v3", "standardDv3Family", 4, 16, 102_400],
];

/** The sizes that the local Azure offers, smallest first within a family. */
export const VM_SIZES: readonly VmSize[] = [
  ...SINGLE.map(([name, family, vCpus, memoryGb, tempDiskMb]) => sizeOf({ name, family, vCpus, memoryGb, tempDiskMb })),
  ...SERIES.flatMap((series) =>
    series.vCpus.map((vCpus) =>
      sizeOf({
        name: series.pattern.replace("#", String(vCpus)),
        family: series.family,
        vCpus,
        memoryGb: Math.round(vCpus * series.memoryPerVCpu),
        tempDiskMb: vCpus * (series.tempDiskPerVCpuMb ?? 0),
        ...(series.architecture !== undefined && { architecture: series.architecture }),
        ...(series.restrictedIn !== undefined && { restrictedIn: series.restrictedIn }),
      }),
    ),
  ),
];

const BY_NAME = new Map(VM_SIZES.map((size) => [size.name.toLowerCase(), size]));

/** The size of that name, without regard to case. */
export function findVmSize(name: string): VmSize | undefined {
  return BY_NAME.get(name.toLowerCase());
}

function sizeOf(facts: Omit<VmSize, "maxDataDisks" | "architecture" | "restrictedIn"> & Partial<VmSize>): VmSize {
  return { maxDataDisks: Math.min(64, facts.vCpus * 2), architecture: "x64", restrictedIn: [], ...facts };
}
