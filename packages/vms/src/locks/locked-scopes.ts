import { callOptions, clientOptions, resourceKey, toAzlinError, type AbortOptions } from "@azlin/core";
import type { VmAzure } from "../vm-azure.ts";

/** What stands behind the scope in the id of a lock. */
const LOCK = /\/providers\/Microsoft\.Authorization\/locks\/[^/]+$/i;

/**
 * What management locks protect, in all subscriptions in scope: ids of subscriptions, resource groups and resources.
 * One request for a page of locks in each subscription.
 *
 * @throws AzlinError when the locks cannot be listed: no answer is not the answer that there are none.
 */
export async function readLockedScopes(azure: VmAzure, options: AbortOptions = {}): Promise<string[]> {
  const ids = await azure.subscriptions.ids(options);
  const scopes = await Promise.all(ids.map((id) => scopesIn(azure, id, options)));
  return scopes.flat();
}

/** Whether a lock protects a resource: one on it, on what it is in, or on a part of it. Pure. */
export function isLocked(id: string, scopes: readonly string[]): boolean {
  const key = resourceKey(id);
  return scopes.map(resourceKey).some((scope) => `${key}/`.startsWith(`${scope}/`) || scope.startsWith(`${key}/`));
}

async function scopesIn({ transport }: VmAzure, subscriptionId: string, { signal }: AbortOptions): Promise<string[]> {
  const scopes: string[] = [];
  try {
    const { ManagementLockClient } = await import("@azure/arm-locks");
    const client = new ManagementLockClient(
      transport.credential,
      subscriptionId,
      clientOptions(transport, "azlin-vms"),
    );
    for await (const { id } of client.managementLocks.listAtSubscriptionLevel(callOptions({ signal }))) {
      scopes.push(scopeOf(id) ?? `/subscriptions/${subscriptionId}`);
    }
    return scopes;
  } catch (error) {
    const action = "Microsoft.Authorization/locks/read";
    throw toAzlinError(error, { operation: "list the locks", action, signal });
  }
}

/** `undefined` for an id that does not tell: such a lock may protect anything. */
function scopeOf(lockId: string | undefined): string | undefined {
  const scope = lockId?.replace(LOCK, "");
  return scope === "" || scope === lockId ? undefined : scope;
}
