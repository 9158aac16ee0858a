import type { World } from "../../world/world.ts";
import type { ArmError } from "../arm-error.ts";
import type { ArmRequest } from "../arm-request.ts";

/** How many requests at once, and how many more each second. */
export interface ThrottleLimit {
  readonly capacity: number;
  readonly tokensPerSecond: number;
}

/** Names of the limits, by which they can be changed. */
export const THROTTLE_NAMES = [
  "subscriptionReads",
  "subscriptionWrites",
  "subscriptionDeletes",
  "subscriptionGlobalReads",
  "subscriptionGlobalWrites",
  "subscriptionGlobalDeletes",
  "tenantReads",
  "tenantWrites",
  "tenantDeletes",
  "vmPuts",
  "vmUpdates",
  "vmDeletes",
  "vmReads",
  "vmPatches",
  "vmPolls",
  "computePuts",
  "computeUpdates",
  "computeDeletes",
  "computeReads",
  "computeLists",
  "computePatches",
  "computePolls",
  "networkReads",
  "networkWrites",
  "authorizationRequests",
  "resourceGraphQueries",
  "graphRequests",
  "graphWrites",
  "vaultRequests",
  "vaultWrites",
] as const;

/** See {@link THROTTLE_NAMES}. */
export type ThrottleName = (typeof THROTTLE_NAMES)[number];

/** A request that is to be refused. */
export interface ThrottledRequest {
  readonly request: ArmRequest;
  readonly limit: ThrottleLimit;
  /** Seconds until it may be sent again; at least 1. */
  readonly waitSeconds: number;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** A limit of Azure's: which requests it counts, together with which others, how it tells what is left and how it refuses. */
export interface ThrottleRule {
  readonly name: ThrottleName;
  readonly limit: ThrottleLimit;
  /** What a request is counted under; `undefined` when the rule does not concern it. */
  readonly keyOf: (request: ArmRequest, world: World) => string | undefined;
  /** Header that tells what is left, where Azure has one; several rules may share it, each with an entry. */
  readonly header?: { readonly name: string; readonly entry?: string };
  readonly refuse: (throttled: ThrottledRequest) => ArmError;
}

/** So many requests a minute, as tokens a second. */
export function perMinute(requests: number): number {
  return requests / 60;
}

/** The subscription of a request, in lower case. */
export function subscriptionOf({ segments }: ArmRequest): string | undefined {
  return segments[0]?.toLowerCase() === "subscriptions" ? segments[1]?.toLowerCase() : undefined;
}
