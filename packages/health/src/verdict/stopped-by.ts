import type { Observation } from "./observation.ts";

/** Who stopped a VM. `guest` stands for the guest and the platform: for whatever acted against its user's will. */
export type StoppedBy = "user" | "guest" | "unknown";

/**
 * Who stopped a VM, as far as there is evidence. A guest can shut down but not deallocate: whatever is deallocated was
 * so by a call to Azure, or, on Spot capacity, by an eviction. Azure does not say who powered a VM off; without
 * a tag that tells what its user wants, it is unknown.
 */
export function stoppedBy({ power, intent, isSpot }: Pick<Observation, "power" | "intent" | "isSpot">): StoppedBy {
  if (intent === "stopped") return "user";
  if (power.state === "deallocated") return isSpot ? "unknown" : "user";
  return intent === "running" ? "guest" : "unknown";
}
