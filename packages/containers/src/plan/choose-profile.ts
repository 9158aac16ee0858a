import { PrerequisiteError, ValidationError } from "@azlin/core";
import type { EnvironmentFacts, EnvironmentProfile } from "../facts/container-facts.ts";
import { sizeInWords, type ContainerSize } from "../size/container-size.ts";
import { canHold, planWorkloadProfile } from "../size/plan-workload-profile.ts";
import { WORKLOAD_PROFILES, type WorkloadProfile } from "../size/workload-profiles.ts";

/** What a container asks of a workload profile. */
export interface ProfileWish {
  readonly size: ContainerSize;
  /** Name of the profile; absent: the smallest that can hold the size. */
  readonly workloadProfile: string | undefined;
  readonly profiles: readonly WorkloadProfile[] | undefined;
}

/** The one profile of environments that have none. */
const FIRST_GENERATION: EnvironmentProfile = { name: "Consumption", type: "Consumption" };
const FIRST_GENERATION_CORES = 2;

/**
 * The workload profile of an environment that a container goes on.
 *
 * @throws ValidationError (`SIZE_DOES_NOT_FIT`: the chosen profile cannot hold the size); PrerequisiteError
 * (`NO_WORKLOAD_PROFILE`: the environment has none that can, or none of that name). Both name the smallest that can.
 */
export function chooseProfile(environment: EnvironmentFacts, wish: ProfileWish): EnvironmentProfile {
  const { size, workloadProfile, profiles = WORKLOAD_PROFILES } = wish;
  const smallest = planWorkloadProfile(size, { profiles });
  const own = environment.profiles.length === 0 ? [FIRST_GENERATION] : environment.profiles;
  const known = profiles.map((profile) => limited(profile, environment));
  const fitting = known
    .filter((profile) => canHold(profile, size))
    .flatMap(({ type }) => own.filter((one) => one.type.toLowerCase() === type.toLowerCase()));
  const details = { size, smallestProfile: smallest.type, environmentId: environment.id };
  if (workloadProfile === undefined) {
    if (fitting[0] !== undefined) return fitting[0];
    throw new PrerequisiteError("NO_WORKLOAD_PROFILE", `No profile of the environment can hold ${sizeInWords(size)}.`, {
      hint: `Add a workload profile of type ${smallest.type} to the environment: it is the smallest that can.`,
      details,
    });
  }
  const chosen = own.find(({ name }) => name.toLowerCase() === workloadProfile.toLowerCase());
  if (chosen === undefined) {
    throw new PrerequisiteError(
      "NO_WORKLOAD_PROFILE",
      `The environment has no workload profile '${workloadProfile}'.`,
      {
        hint: `It has: ${own.map(({ name, type }) => `${name} (${type})`).join(", ")}.`,
        details,
      },
    );
  }
  if (fitting.includes(chosen)) return chosen;
  throw new ValidationError(
    "SIZE_DOES_NOT_FIT",
    `The workload profile '${chosen.name}' (${chosen.type}) cannot hold ${sizeInWords(size)}.`,
    { hint: `The smallest profile that can is ${smallest.type}.`, details },
  );
}

/** Environments without profiles give half of what Consumption gives in the others. */
function limited(profile: WorkloadProfile, environment: EnvironmentFacts): WorkloadProfile {
  const isFirst = environment.profiles.length === 0 && profile.isConsumption;
  return isFirst ? { ...profile, cpuCores: FIRST_GENERATION_CORES } : profile;
}
