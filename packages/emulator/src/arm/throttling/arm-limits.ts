import { ArmError } from "../arm-error.ts";
import type { ArmRequest } from "../arm-request.ts";
import {
  subscriptionOf,
  type ThrottledRequest,
  type ThrottleLimit,
  type ThrottleName,
  type ThrottleRule,
} from "./throttle-rule.ts";

const REGIONAL_HOST = /^https?:\/\/([a-z0-9]+)\.management\.azure\.com$/i;
/** How many times the limit of one principal all of a subscription's have together. */
const GLOBAL_FACTOR = 15;

/** What Resource Manager counts apart: what it calls them, by which methods, and how many of them it takes. */
interface RequestKind {
  readonly what: "reads" | "writes" | "deletes";
  readonly methods: readonly string[];
  readonly limit: ThrottleLimit;
}

const KINDS: readonly RequestKind[] = [
  { what: "reads", methods: ["GET", "HEAD"], limit: { capacity: 250, tokensPerSecond: 25 } },
  { what: "writes", methods: ["PUT", "PATCH", "POST"], limit: { capacity: 200, tokensPerSecond: 10 } },
  { what: "deletes", methods: ["DELETE"], limit: { capacity: 200, tokensPerSecond: 10 } },
];

/**
 * Resource Manager's limits in one region: for a subscription and principal, for all principals of a subscription, and
 * for a principal outside of subscriptions (Azure documentation: request limits and throttling).
 */
export const ARM_LIMITS: readonly ThrottleRule[] = KINDS.flatMap((kind) => [
  rule(kind, {
    scope: "subscription",
    name: `subscription${capitalized(kind.what)}`,
    keyOf: (request, subscription) => subscription && `${subscription} ${request.principal.objectId}`,
  }),
  rule(kind, {
    scope: "subscription-global",
    name: `subscriptionGlobal${capitalized(kind.what)}`,
    factor: GLOBAL_FACTOR,
    keyOf: (_request, subscription) => subscription,
  }),
  rule(kind, {
    scope: "tenant",
    name: `tenant${capitalized(kind.what)}`,
    keyOf: (request, subscription) => (subscription === undefined ? request.principal.objectId : undefined),
  }),
]);

interface ArmScope {
  readonly scope: "subscription" | "subscription-global" | "tenant";
  readonly name: ThrottleName;
  readonly factor?: number;
  readonly keyOf: (request: ArmRequest, subscription: string | undefined) => string | undefined;
}

function rule({ what, methods, limit }: RequestKind, { scope, name, factor = 1, keyOf }: ArmScope): ThrottleRule {
  return {
    name,
    limit: { capacity: limit.capacity * factor, tokensPerSecond: limit.tokensPerSecond * factor },
    header: { name: `x-ms-ratelimit-remaining-${scope}-${what}` },
    keyOf: (request) => {
      const key = methods.includes(request.method) ? keyOf(request, subscriptionOf(request)) : undefined;
      return key === undefined ? undefined : `${regionOf(request)} ${key}`;
    },
    refuse: scope === "tenant" ? tenantRefusal : subscriptionRefusal,
  };
}

function capitalized<T extends string>(text: T): Capitalize<T> {
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}` as Capitalize<T>;
}

/** The region whose Resource Manager is asked: `westus2.management.azure.com`; without one, the nearest. */
function regionOf({ origin }: ArmRequest): string {
  return REGIONAL_HOST.exec(origin)?.[1]?.toLowerCase() ?? "nearest";
}

function subscriptionRefusal({ request, waitSeconds }: ThrottledRequest): ArmError {
  return refusal(
    "SubscriptionRequestsThrottled",
    `Number of requests for subscription '${subscriptionOf(request)}' and principal exceeded.`,
    waitSeconds,
  );
}

function tenantRefusal({ waitSeconds }: ThrottledRequest): ArmError {
  return refusal("TenantRequestsThrottled", "Number of requests for this tenant and principal exceeded.", waitSeconds);
}

function refusal(code: string, what: string, waitSeconds: number): ArmError {
  const message =
    `${what} Please try again after '${waitSeconds}' seconds after additional tokens are available. ` +
    "Refer to https://aka.ms/arm-throttling for additional information.";
  return new ArmError(429, code, message, { headers: { "retry-after": String(waitSeconds) } });
}
