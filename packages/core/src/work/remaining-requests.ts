import type { HeaderGetter } from "./retry-after.ts";

const COUNT_HEADERS = [
  "x-ms-ratelimit-remaining-subscription-reads",
  "x-ms-ratelimit-remaining-subscription-writes",
  "x-ms-ratelimit-remaining-subscription-deletes",
  "x-ms-ratelimit-remaining-subscription-global-reads",
  "x-ms-ratelimit-remaining-subscription-global-writes",
  "x-ms-ratelimit-remaining-subscription-global-deletes",
  "x-ms-ratelimit-remaining-subscription-resource-requests",
  "x-ms-ratelimit-remaining-tenant-reads",
  "x-ms-ratelimit-remaining-tenant-writes",
  "x-ms-ratelimit-remaining-tenant-resource-requests",
  "x-ms-user-quota-remaining",
] as const;

/** `Microsoft.Compute/HighCostGet3Min;159,Microsoft.Compute/HighCostGet30Min;771` */
const POLICY_HEADER = "x-ms-ratelimit-remaining-resource";

/** The fewest requests any rate limit of Azure still allows, as the answer tells; `undefined` when it does not. */
export function remainingRequests(get: HeaderGetter): number | undefined {
  const policies = (get(POLICY_HEADER) ?? "").split(",").map((policy) => policy.split(";")[1]);
  const counts = [...COUNT_HEADERS.map((name) => get(name)), ...policies]
    .filter((text) => text !== undefined && /^\s*\d+\s*$/.test(text))
    .map(Number);
  return counts.length === 0 ? undefined : Math.min(...counts);
}
