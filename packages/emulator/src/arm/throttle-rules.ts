import type { ArmRequest } from "./arm-request.ts";

/** How many requests at once, and how many more each second. */
export interface ThrottleLimit {
  readonly capacity: number;
  readonly tokensPerSecond: number;
}

/** A limit of Azure's: which requests it counts, together with which others, and how it refuses. */
export interface ThrottleRule {
  readonly name: ThrottleName;
  readonly limit: ThrottleLimit;
  /** What a request is counted under; `undefined` when the rule does not concern it. */
  readonly keyOf: (request: ArmRequest) => string | undefined;
  /** Header that tells what is left, where Azure has one. */
  readonly header?: string;
  readonly code: string;
}

/** Names of the limits, by which they can be changed. */
export const THROTTLE_NAMES = [
  "subscriptionReads",
  "subscriptionWrites",
  "subscriptionDeletes",
  "computeLists",
  "vmReads",
  "vmChanges",
] as const;

/** See {@link THROTTLE_NAMES}. */
export type ThrottleName = (typeof THROTTLE_NAMES)[number];

const perMinute = (requests: number): number => requests / 60;

/**
 * Azure's published limits: Resource Manager's for a subscription and principal, Compute's for lists and for one VM
 * (Azure documentation: request limits and throttling; throttling of compute resources).
 */
export const THROTTLE_RULES: readonly ThrottleRule[] = [
  armRule("subscriptionReads", ["GET", "HEAD"], { capacity: 250, tokensPerSecond: 25 }, "reads"),
  armRule("subscriptionWrites", ["PUT", "PATCH", "POST"], { capacity: 200, tokensPerSecond: 10 }, "writes"),
  armRule("subscriptionDeletes", ["DELETE"], { capacity: 200, tokensPerSecond: 10 }, "deletes"),
  {
    name: "computeLists",
    limit: { capacity: 900, tokensPerSecond: perMinute(300) },
    keyOf: (request) => (request.method === "GET" && isVmList(request) ? subscriptionOf(request) : undefined),
    code: "OperationNotAllowed",
  },
  {
    name: "vmReads",
    limit: { capacity: 36, tokensPerSecond: perMinute(12) },
    keyOf: (request) => (request.method === "GET" ? vmOf(request) : undefined),
    code: "OperationNotAllowed",
  },
  {
    name: "vmChanges",
    limit: { capacity: 12, tokensPerSecond: perMinute(4) },
    keyOf: (request) => (request.method === "GET" || request.method === "HEAD" ? undefined : vmOf(request)),
    code: "OperationNotAllowed",
  },
];

// oxlint-disable-next-line max-params -- one row of the table above
function armRule(name: ThrottleName, methods: readonly string[], limit: ThrottleLimit, what: string): ThrottleRule {
  return {
    name,
    limit,
    header: `x-ms-ratelimit-remaining-subscription-${what}`,
    keyOf: (request) => {
      const subscription = methods.includes(request.method) ? subscriptionOf(request) : undefined;
      return subscription && `${subscription} ${request.principal.objectId}`;
    },
    code: "SubscriptionRequestsThrottled",
  };
}

function subscriptionOf({ segments }: ArmRequest): string | undefined {
  return segments[0]?.toLowerCase() === "subscriptions" ? segments[1]?.toLowerCase() : undefined;
}

function isVmList({ segments }: ArmRequest): boolean {
  return segments.at(-1)?.toLowerCase() === "virtualmachines";
}

function vmOf({ segments }: ArmRequest): string | undefined {
  const path = segments.map((segment) => segment.toLowerCase());
  const at = path.indexOf("virtualmachines");
  const isCompute = at > 0 && path[at - 1] === "microsoft.compute" && path[at + 1] !== undefined;
  return isCompute ? path.slice(0, at + 2).join("/") : undefined;
}
