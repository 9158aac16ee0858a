import { dueSnapshots, type ScheduledVm, type SnapshotSchedule, type VmSnapshot } from "@azlin/vms";
import type { Report } from "../render/report.ts";

/** What {@link scheduleReport} tells about. */
export interface ScheduleFacts {
  readonly vm: ScheduledVm;
  /** `null`: it has none. */
  readonly schedule: SnapshotSchedule | null;
  /** Those of the VM, oldest first. */
  readonly snapshots: readonly VmSnapshot[];
  readonly now: Date;
}

/** The schedule of a VM with its last snapshot and the next one. */
export function scheduleReport({ vm, schedule, snapshots, now }: ScheduleFacts): Report {
  const { due, waiting } = dueSnapshots(now, [vm], snapshots);
  const last = snapshots.flatMap(({ created }) => created?.toISOString() ?? []).at(-1) ?? null;
  const next = waiting[0]?.next.toISOString() ?? null;
  const isDue = due.length > 0;
  const scheduled = snapshots.filter(({ kind }) => kind === "scheduled").length;
  const counts = { scheduled, total: snapshots.length };
  return {
    json: { vm: vm.name, id: vm.id, schedule, last, next, isDue, snapshots: counts },
    text: [
      `VM:         ${vm.name}`,
      `Schedule:   ${schedule === null ? "none" : `every ${schedule.everyHours} hours, ${schedule.keep} stay`}`,
      `Last:       ${last ?? "none"}`,
      `Next:       ${isDue ? "due now: azlin snapshot sync" : (next ?? "none")}`,
      `Snapshots:  ${counts.total}, ${scheduled} of them scheduled`,
    ].join("\n"),
  };
}
