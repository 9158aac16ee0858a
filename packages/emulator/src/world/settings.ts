import type { ThrottleLimit, ThrottleName } from "../arm/throttling/throttle-rule.ts";

/** A subscription of the world. */
export interface Subscription {
  readonly subscriptionId: string;
  readonly displayName: string;
  readonly state: "Enabled" | "Disabled" | "Warned";
}

/**
 * Named settings of a world. `default`: one subscription, operations take no time. `replay`: any subscription exists,
 * any client gets a token, nobody is refused. `realistic`: recorded durations, lagging index and directory.
 */
export type Profile = "default" | "replay" | "realistic";

/** How far readers lag behind writers. Milliseconds. */
export interface Consistency {
  /** Resource Graph shows changes this much later. */
  readonly resourceGraphLagMs: number;
  /** Resource Manager's lists of all resources show changes this much later, being cached. Default 0. */
  readonly resourceListLagMs?: number;
  /** New directory objects become visible this much later. */
  readonly directoryReplicationMs: number;
  /** `recorded` draws that time for each object from what Azure was seen to take. Default `fixed`: it is always the same. */
  readonly directoryReplication?: "fixed" | "recorded";
  /** Role assignments work this much later. */
  readonly rbacPropagationMs: number;
}

/** What a world is set to, apart from what is in it. */
export interface WorldSettings {
  profile: Profile;
  tenantId: string;
  subscriptions: readonly Subscription[];
  consistency: Consistency;
  latency: { readonly profile: "instant" | "recorded"; readonly scale: number };
  /** Azure's request limits; off, they count nothing. `limits` changes single ones. */
  throttling: {
    readonly enabled: boolean;
    readonly limits: Readonly<Partial<Record<ThrottleName, ThrottleLimit>>>;
  };
  /** vCPUs that a subscription may have in one region: in all, and in one family of sizes. */
  quota: { readonly regionalCores: number; readonly familyCores: number };
  /** Objects that the directory holds, those in its bin among them: in all, and those made by one caller that is no administrator. */
  directoryQuota: { readonly objects: number; readonly objectsPerCreator: number };
}

const TENANT_ID = "00000000-0000-4000-8000-000000007e47";
const SUBSCRIPTION_ID = "00000000-0000-4000-8000-000000000001";
const CONSISTENT: Consistency = { resourceGraphLagMs: 0, directoryReplicationMs: 0, rbacPropagationMs: 0 };

/** Settings of a fresh world of the profile. Resource Graph's lag is its documented typical time. */
export function settingsFor(profile: Profile): WorldSettings {
  return {
    profile,
    tenantId: TENANT_ID,
    subscriptions: [{ subscriptionId: SUBSCRIPTION_ID, displayName: "Local Subscription", state: "Enabled" }],
    consistency:
      profile === "realistic"
        ? { resourceGraphLagMs: 10_000, directoryReplicationMs: 13_000, rbacPropagationMs: 30_000 }
        : CONSISTENT,
    latency: { profile: profile === "realistic" ? "recorded" : "instant", scale: 1 },
    throttling: { enabled: profile === "realistic", limits: {} },
    quota:
      profile === "realistic" ? { regionalCores: 100, familyCores: 100 } : { regionalCores: 2000, familyCores: 1000 },
    directoryQuota: { objects: 300_000, objectsPerCreator: 250 },
  };
}

/** The longest time for which a reader of resources lags behind. Milliseconds. */
export function longestLag({ resourceGraphLagMs, resourceListLagMs = 0 }: Consistency): number {
  return Math.max(resourceGraphLagMs, resourceListLagMs);
}
