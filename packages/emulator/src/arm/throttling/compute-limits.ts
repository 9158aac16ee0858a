import type { World } from "../../world/world.ts";
import { ArmError } from "../arm-error.ts";
import type { ArmRequest } from "../arm-request.ts";
import { readComputeRequest, type ComputeClass } from "./compute-request.ts";
import {
  perMinute,
  type ThrottledRequest,
  type ThrottleLimit,
  type ThrottleName,
  type ThrottleRule,
} from "./throttle-rule.ts";

const HEADER = "x-ms-ratelimit-remaining-resource";

/** A minute's requests, and how many at once. */
type Figures = readonly [perMinute: number, capacity: number];

/** Compute's limits, by class: for one VM, and for all of a subscription in a region (Azure documentation: compute throttling limits). */
const TABLE: readonly (readonly [ComputeClass, [ThrottleName, Figures] | undefined, [ThrottleName, Figures]])[] = [
  ["PutVM", ["vmPuts", [4, 12]], ["computePuts", [500, 1500]]],
  ["UpdateVM", ["vmUpdates", [4, 12]], ["computeUpdates", [500, 1500]]],
  ["DeleteVM", ["vmDeletes", [4, 12]], ["computeDeletes", [500, 1500]]],
  ["LowCostGet", ["vmReads", [12, 36]], ["computeReads", [8000, 24_000]]],
  ["HighCostGet", undefined, ["computeLists", [300, 900]]],
  ["GuestPatch", ["vmPatches", [2, 6]], ["computePatches", [200, 600]]],
  ["GetOperation", ["vmPolls", [15, 45]], ["computePolls", [5000, 15_000]]],
];

/** Compute's limits as rules. */
export const COMPUTE_LIMITS: readonly ThrottleRule[] = TABLE.flatMap(([kind, vm, subscription]) => [
  rule(kind, subscription, "Subscription"),
  ...(vm === undefined ? [] : [rule(kind, vm, "Resource")]),
]);

function rule(
  kind: ComputeClass,
  [name, [requests, capacity]]: readonly [ThrottleName, Figures],
  level: "Subscription" | "Resource",
): ThrottleRule {
  const policy = `${kind}${level}`;
  return {
    name,
    limit: { capacity, tokensPerSecond: perMinute(requests) },
    header: { name: HEADER, entry: `Microsoft.Compute/${policy}` },
    keyOf: (request: ArmRequest, world: World) => {
      const read = readComputeRequest(request, world);
      if (read?.kind !== kind) return undefined;
      return level === "Resource" ? read.vm : read.place;
    },
    refuse: (throttled) => refusal(policy, throttled),
  };
}

function refusal(policy: string, { limit, waitSeconds, nowMs }: ThrottledRequest): ArmError {
  return new ArmError(
    429,
    "OperationNotAllowed",
    "The server rejected the request because too many requests have been received for this subscription.",
    {
      cause: "service",
      headers: { "retry-after": String(waitSeconds) },
      details: [{ code: "TooManyRequests", target: policy, message: JSON.stringify(measureOf(policy, limit, nowMs)) }],
    },
  );
}

function measureOf(operationGroup: string, { capacity }: ThrottleLimit, nowMs: number): object {
  return {
    operationGroup,
    startTime: new Date(nowMs - 60_000).toISOString(),
    endTime: new Date(nowMs).toISOString(),
    allowedRequestCount: capacity,
    measuredRequestCount: capacity + 1,
  };
}
