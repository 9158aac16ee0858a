import { isAzlinError, sameResource } from "@azlin/core";
import type { Tags } from "@azlin/tags";
import { readSnapshotSchedule, type SnapshotSchedule } from "./snapshot-schedule.ts";
import type { VmSnapshot } from "./vm-snapshot.ts";

/** A VM that may have a schedule. */
export interface ScheduledVm {
  readonly id: string;
  readonly name: string;
  readonly tags: Tags;
}

/** A snapshot that is due, and those that go once it has been taken. */
export interface DueSnapshot {
  readonly vm: ScheduledVm;
  readonly reason: string;
  /** Oldest first; only scheduled ones of this VM. */
  readonly expires: readonly VmSnapshot[];
  /** Names, in lower case, that snapshots have: one written over another would be the end of that. */
  readonly takenNames: ReadonlySet<string>;
}

/** What a look at all schedules says. */
export interface SnapshotSync {
  readonly due: readonly DueSnapshot[];
  readonly waiting: readonly { readonly vm: ScheduledVm; readonly schedule: SnapshotSchedule; readonly next: Date }[];
  /** Schedules that cannot be understood. */
  readonly broken: readonly { readonly vm: ScheduledVm; readonly reason: string }[];
}

const HOUR_MS = 3_600_000;

/** Decides which snapshots are due at a time, and which ones go when they have been taken. VMs without a schedule are left out. Pure. */
export function dueSnapshots(now: Date, vms: readonly ScheduledVm[], snapshots: readonly VmSnapshot[]): SnapshotSync {
  const sync = {
    due: [] as DueSnapshot[],
    waiting: [] as SnapshotSync["waiting"][number][],
    broken: [] as SnapshotSync["broken"][number][],
  };
  const takenNames = new Set(snapshots.map(({ name }) => name.toLowerCase()));
  for (const vm of vms) {
    const schedule = scheduleOf(vm);
    if (typeof schedule === "string") sync.broken.push({ vm, reason: schedule });
    if (typeof schedule !== "object") continue;
    const own = scheduledOf(vm, snapshots);
    const last = own.at(-1)?.created;
    const next = last === undefined ? now : new Date(last.getTime() + schedule.everyHours * HOUR_MS);
    if (next > now) sync.waiting.push({ vm, schedule, next });
    else
      sync.due.push({
        vm,
        reason: reasonFor(last),
        expires: own.slice(0, Math.max(0, own.length + 1 - schedule.keep)),
        takenNames,
      });
  }
  return sync;
}

function scheduleOf({ tags }: ScheduledVm): SnapshotSchedule | string | undefined {
  try {
    return readSnapshotSchedule(tags);
  } catch (error) {
    if (isAzlinError(error)) return error.message;
    throw error;
  }
}

type DatedSnapshot = VmSnapshot & { readonly created: Date };

/** Oldest first. What failed, or does not say how old it is, counts neither as taken nor as old. */
function scheduledOf({ id }: ScheduledVm, snapshots: readonly VmSnapshot[]): DatedSnapshot[] {
  return snapshots
    .filter(({ kind, vmId }) => kind === "scheduled" && vmId !== null && sameResource(vmId, id))
    .filter(
      (snapshot): snapshot is DatedSnapshot => snapshot.created !== null && snapshot.provisioningState === "Succeeded",
    )
    .sort((left, right) => left.created.getTime() - right.created.getTime());
}

function reasonFor(last: Date | undefined): string {
  return last === undefined ? "None has been taken yet." : `The last one is of ${last.toISOString()}.`;
}
