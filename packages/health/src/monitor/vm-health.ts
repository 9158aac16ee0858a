import type { SerializedError } from "@azlin/core";
import type { HealthVerdict } from "../verdict/health-verdict.ts";
import type { Observation } from "../verdict/observation.ts";

/** What a check of one VM came to. Plain data: it survives JSON. */
export interface VmHealth {
  /** Resource id of the VM. */
  readonly vmId: string;
  readonly name: string;
  readonly verdict: HealthVerdict;
  /** What the verdict was made of. */
  readonly observation: Observation;
}

/** What a check of many VMs came to. Plain data: it survives JSON. */
export interface FleetHealth {
  /** In the order in which they were given. */
  readonly vms: readonly VmHealth[];
  /** Subscriptions whose VMs could not be listed, or not all, and why. */
  readonly unread: readonly { readonly subscriptionId: string; readonly error: SerializedError }[];
  /** When the check began, in milliseconds since the epoch. */
  readonly atMs: number;
  /** Milliseconds that it took. */
  readonly durationMs: number;
}
