import { MANAGED_BY, TAG_KEYS } from "@azlin/tags";

/** Tag of a snapshot that names the VM it was taken of, by resource id. */
export const SNAPSHOT_VM_TAG = "azlin-vm";

/** Tag of a snapshot that says what it is for. */
export const SNAPSHOT_KIND_TAG = "azlin-snapshot-kind";

/** `manual`: a person asked. `scheduled`: the schedule did, and may delete it. `clone`: gone when the clones are made. */
export type SnapshotKind = "manual" | "scheduled" | "clone";

/** Tags of a snapshot of ours. */
export function snapshotTags(vmId: string, kind: SnapshotKind): Record<string, string> {
  return {
    [TAG_KEYS.managedBy]: MANAGED_BY,
    [SNAPSHOT_KIND_TAG]: kind,
    // A tag holds 256 characters; without it a snapshot still says which disk it is of.
    ...(vmId.length <= 256 && { [SNAPSHOT_VM_TAG]: vmId }),
  };
}

/** A time as names of ours hold it: `20260102-030405`. */
export function timestamp(at: Date): string {
  const digits = at.toISOString().replaceAll(/\D/g, "");
  return `${digits.slice(0, 8)}-${digits.slice(8, 14)}`;
}

/** Tag of a disk that a VM started from before another one was put in its place. */
export const KEPT_OF_TAG = "azlin-kept-of";
