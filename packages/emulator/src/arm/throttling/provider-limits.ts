import { ArmError } from "../arm-error.ts";
import type { ArmRequest } from "../arm-request.ts";
import { subscriptionOf, type ThrottledRequest, type ThrottleName, type ThrottleRule } from "./throttle-rule.ts";

const FIVE_MINUTES_S = 300;
const MINUTE_S = 60;

/** Limits of other providers: so many requests of a subscription in a time (Azure documentation: request limits of Network; seen of Authorization). */
export const PROVIDER_LIMITS: readonly ThrottleRule[] = [
  rule("networkReads", {
    namespace: "Microsoft.Network",
    methods: ["GET", "HEAD"],
    requests: 10_000,
    seconds: FIVE_MINUTES_S,
  }),
  rule("networkWrites", {
    namespace: "Microsoft.Network",
    methods: ["PUT", "PATCH", "POST", "DELETE"],
    requests: 1000,
    seconds: FIVE_MINUTES_S,
  }),
  rule("authorizationRequests", {
    namespace: "Microsoft.Authorization",
    methods: ["GET", "HEAD", "PUT", "PATCH", "POST", "DELETE"],
    requests: 120,
    seconds: MINUTE_S,
  }),
];

interface ProviderLimit {
  readonly namespace: string;
  readonly methods: readonly string[];
  readonly requests: number;
  readonly seconds: number;
}

function rule(name: ThrottleName, provider: ProviderLimit): ThrottleRule {
  const { namespace, methods, requests, seconds } = provider;
  return {
    name,
    limit: { capacity: requests, tokensPerSecond: requests / seconds },
    keyOf: (request) => {
      const isMeant = methods.includes(request.method) && providerOf(request) === namespace.toLowerCase();
      return isMeant ? subscriptionOf(request) : undefined;
    },
    refuse: (throttled) => refusal(provider, throttled),
  };
}

/** The provider that a request goes to: the last one of its path. */
function providerOf({ segments }: ArmRequest): string | undefined {
  const at = segments.findLastIndex((segment) => segment.toLowerCase() === "providers");
  return at < 0 ? undefined : segments[at + 1]?.toLowerCase();
}

function refusal({ namespace, seconds }: ProviderLimit, { request, limit, waitSeconds }: ThrottledRequest): ArmError {
  const interval = new Date(seconds * 1000).toISOString().slice(11, 19);
  const verb = request.method === "GET" || request.method === "HEAD" ? "read" : "write";
  return new ArmError(
    429,
    "ResourceRequestsThrottled",
    `Number of requests for action '${namespace}/${typeOf(request)}/${verb}' exceeded the limit of ` +
      `'${limit.capacity}' for time interval '${interval}'. Please try again after '${waitSeconds}' seconds.`,
    { headers: { "retry-after": String(waitSeconds) } },
  );
}

function typeOf({ segments }: ArmRequest): string {
  const at = segments.findLastIndex((segment) => segment.toLowerCase() === "providers");
  return segments
    .slice(at + 2)
    .filter((_, index) => index % 2 === 0)
    .join("/");
}
