import { objectsAt, textAt, type JsonObject } from "../../json/json.ts";

/** What one replica on a workload profile can have at most. */
export interface ProfileSize {
  readonly cores: number;
  readonly memoryGib: number;
  /** Shared by all, sold by the replica in fixed pairs of CPU and memory. */
  readonly isConsumption: boolean;
}

/** The name by which environments always have their Consumption profile. */
export const CONSUMPTION = "Consumption";

/** Sizes of the types that environments can have (Container Apps documentation, workload profiles). */
const PROFILE_SIZES: Readonly<Record<string, ProfileSize>> = {
  [CONSUMPTION]: { cores: 4, memoryGib: 8, isConsumption: true },
  D4: { cores: 4, memoryGib: 16, isConsumption: false },
  D8: { cores: 8, memoryGib: 32, isConsumption: false },
  D16: { cores: 16, memoryGib: 64, isConsumption: false },
  D32: { cores: 32, memoryGib: 128, isConsumption: false },
  E4: { cores: 4, memoryGib: 32, isConsumption: false },
  E8: { cores: 8, memoryGib: 64, isConsumption: false },
  E16: { cores: 16, memoryGib: 128, isConsumption: false },
  E32: { cores: 32, memoryGib: 256, isConsumption: false },
};

/** Environments of the first generation have no profiles, and half of what Consumption gives in the others. */
const WITHOUT_PROFILES: ProfileSize = { cores: 2, memoryGib: 4, isConsumption: true };

/** Size of the profile of that name in an environment's properties; `undefined` when it has none of that name. */
export function profileSizeOf(environment: JsonObject | undefined, name: string | undefined): ProfileSize | undefined {
  const profiles = objectsAt(environment, "workloadProfiles");
  if (profiles.length === 0) return name === undefined || name === CONSUMPTION ? WITHOUT_PROFILES : undefined;
  const wanted = (name ?? CONSUMPTION).toLowerCase();
  const profile = profiles.find((one) => textAt(one, "name")?.toLowerCase() === wanted);
  return profile === undefined ? undefined : profileSizeOfType(textAt(profile, "workloadProfileType"));
}

/** Size of a type of workload profile. */
export function profileSizeOfType(type: string = ""): ProfileSize | undefined {
  const known = Object.keys(PROFILE_SIZES).find((one) => one.toLowerCase() === type.toLowerCase());
  return known === undefined ? undefined : PROFILE_SIZES[known];
}
