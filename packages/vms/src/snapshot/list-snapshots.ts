import { callOptions, toAzlinError, type AbortOptions } from "@azlin/core";
import type { VmAzure } from "../vm-azure.ts";
import { isSnapshotOf, toVmSnapshot, type VmSnapshot } from "./vm-snapshot.ts";

/** Which snapshots to list. */
export interface ListSnapshotsOptions extends AbortOptions {
  /** Only those of this VM. Default: all. */
  readonly vm?: { readonly id: string; readonly osDiskId: string | null };
  /** Also those that azlin did not take. Default false; of one VM they are always shown. */
  readonly includeForeign?: boolean;
}

/**
 * Snapshots in scope: one request for a page of them in each subscription.
 *
 * @throws AzlinError when they cannot be listed.
 */
export async function* listSnapshots(azure: VmAzure, options: ListSnapshotsOptions = {}): AsyncGenerator<VmSnapshot> {
  const { vm, includeForeign = vm !== undefined, signal } = options;
  for (const subscriptionId of await azure.subscriptions.ids({ signal })) {
    for await (const snapshot of snapshotsIn(azure, subscriptionId, { signal })) {
      const isWanted = includeForeign || snapshot.kind !== "foreign";
      if (isWanted && (vm === undefined || isSnapshotOf(snapshot, vm))) yield snapshot;
    }
  }
}

async function* snapshotsIn(
  azure: VmAzure,
  subscriptionId: string,
  { signal }: AbortOptions,
): AsyncGenerator<VmSnapshot> {
  try {
    const { snapshots } = await azure.clients.compute(subscriptionId);
    for await (const model of snapshots.list(callOptions({ signal }))) yield toVmSnapshot(model);
  } catch (error) {
    throw toAzlinError(error, { operation: "list snapshots", action: "Microsoft.Compute/snapshots/read", signal });
  }
}
