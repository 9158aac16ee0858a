import { resourceKey, type AbortOptions } from "@azlin/core";
import type { CleanupAzure } from "../azure/cleanup-azure.ts";
import { listArm } from "../azure/list-arm.ts";

/** A management lock. Both levels keep what they protect from being deleted. */
export interface Lock {
  readonly id: string;
  /** What it protects, with everything below. */
  readonly scope: string;
  readonly level: string;
}

interface RawLock {
  readonly id?: string;
  readonly properties?: { readonly level?: string };
}

/** What stands behind the scope in the id of a lock. */
const LOCK = /\/providers\/Microsoft\.Authorization\/locks\/[^/]+$/i;

/**
 * All locks in a subscription. It takes a right on the whole subscription, so that an answer also proves that the
 * subscription can be seen: lists and Resource Graph would be silent about what they may not show.
 *
 * @throws AzlinError when they cannot be listed: no answer is not the answer that there are none.
 */
export async function readLocks(
  azure: CleanupAzure,
  subscriptionId: string,
  { signal }: AbortOptions = {},
): Promise<Lock[]> {
  const locks = await listArm<RawLock>(azure, {
    path: `/subscriptions/${subscriptionId}/providers/Microsoft.Authorization/locks?api-version=2016-09-01`,
    operation: `list the locks in subscription ${subscriptionId}`,
    action: "Microsoft.Authorization/locks/read",
    signal,
  });
  return locks.map(({ id = "", properties }) => {
    const scope = id.replace(LOCK, "");
    // A lock whose id does not tell what it protects may protect anything.
    const isKnown = scope !== "" && scope !== id;
    return { id, scope: isKnown ? scope : `/subscriptions/${subscriptionId}`, level: properties?.level ?? "unknown" };
  });
}

/** The lock that keeps a resource from being deleted: on it, on what it is in, or on a part of it. Pure. */
export function lockOn(id: string, locks: readonly Lock[]): Lock | undefined {
  const key = `${resourceKey(id)}/`;
  return locks.find((lock) => {
    const scope = `${resourceKey(lock.scope)}/`;
    return key.startsWith(scope) || scope.startsWith(key);
  });
}
