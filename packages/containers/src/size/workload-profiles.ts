/** What one replica can have on a workload profile. */
export interface WorkloadProfile {
  /** `Consumption`, `E16`. */
  readonly type: string;
  /** Cores of a node; for Consumption, most cores of a replica. */
  readonly cpuCores: number;
  /** GiB of a node; for Consumption, most memory of a replica. */
  readonly memoryGib: number;
  /** Whether sizes come in pairs of 0.25 cores and 0.5 GiB, and nothing is paid for while nothing runs. */
  readonly isConsumption: boolean;
}

/** When {@link WORKLOAD_PROFILES} was compared with Azure's documentation. */
export const WORKLOAD_PROFILES_DATE = "2025-11-04";

/** The profiles of Azure Container Apps, the smallest first. */
export const WORKLOAD_PROFILES: readonly WorkloadProfile[] = [
  { type: "Consumption", cpuCores: 4, memoryGib: 8, isConsumption: true },
  { type: "D4", cpuCores: 4, memoryGib: 16, isConsumption: false },
  { type: "E4", cpuCores: 4, memoryGib: 32, isConsumption: false },
  { type: "D8", cpuCores: 8, memoryGib: 32, isConsumption: false },
  { type: "E8", cpuCores: 8, memoryGib: 64, isConsumption: false },
  { type: "D16", cpuCores: 16, memoryGib: 64, isConsumption: false },
  { type: "E16", cpuCores: 16, memoryGib: 128, isConsumption: false },
  { type: "D32", cpuCores: 32, memoryGib: 128, isConsumption: false },
  { type: "E32", cpuCores: 32, memoryGib: 256, isConsumption: false },
];

/** Smallest step of CPU on Consumption, and the memory that goes with a core. */
export const CONSUMPTION_STEP = { cpuCores: 0.25, memoryGibPerCore: 2 } as const;
