import { ValidationError } from "@azlin/core";
import { checkSize, sizeInWords, type ContainerSize } from "./container-size.ts";
import { CONSUMPTION_STEP, WORKLOAD_PROFILES, type WorkloadProfile } from "./workload-profiles.ts";

/** Options of {@link planWorkloadProfile}. */
export interface PlanWorkloadProfileOptions {
  /** Profiles to choose from, the smallest first. Default: {@link WORKLOAD_PROFILES}. */
  readonly profiles?: readonly WorkloadProfile[];
}

/**
 * The smallest workload profile that can hold a container of this size. Pure.
 *
 * @throws ValidationError (`INVALID_SIZE`; `SIZE_TOO_LARGE` when there is none).
 */
export function planWorkloadProfile(size: ContainerSize, options: PlanWorkloadProfileOptions = {}): WorkloadProfile {
  const { profiles = WORKLOAD_PROFILES } = options;
  checkSize(size);
  const smallest = profiles.find((profile) => canHold(profile, size));
  if (smallest !== undefined) return smallest;
  const largest = profiles.at(-1);
  throw new ValidationError("SIZE_TOO_LARGE", `No workload profile can hold ${sizeInWords(size)}.`, {
    hint:
      largest === undefined
        ? "Give at least one profile to choose from."
        : `The largest, ${largest.type}, has a little less than ${sizeInWords(largest)} for containers.`,
    details: { size },
  });
}

/** Whether a profile can hold a container of this size. The system needs a little of each node itself. */
export function canHold(profile: WorkloadProfile, { cpuCores, memoryGib }: ContainerSize): boolean {
  if (!profile.isConsumption) return cpuCores < profile.cpuCores && memoryGib < profile.memoryGib;
  const steps = cpuCores / CONSUMPTION_STEP.cpuCores;
  const isPair = Number.isInteger(steps) && memoryGib === cpuCores * CONSUMPTION_STEP.memoryGibPerCore;
  return isPair && cpuCores <= profile.cpuCores;
}
