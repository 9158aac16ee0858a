import { createHash } from "node:crypto";
import type { CleanupPlan } from "./cleanup-plan.ts";

/** SHA-256 of a plan without its own hash, in hex: the same for the same plan, however its members are ordered. */
export function planHash({ hash: _hash, ...plan }: Omit<CleanupPlan, "hash"> & { readonly hash?: string }): string {
  return createHash("sha256")
    .update(JSON.stringify(plan, (_key, value: unknown) => sorted(value)))
    .digest("hex");
}

function sorted(value: unknown): unknown {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value;
  return Object.fromEntries(Object.entries(value).toSorted(([left], [right]) => (left < right ? -1 : 1)));
}
