import { resourceNameOf, type SerializedError } from "@azlin/core";
import type { SnapshotSync, SnapshotSyncOutcome } from "@azlin/vms";
import { planReport } from "../render/plan-report.ts";
import type { Report } from "../render/report.ts";

/** What is due as `--dry-run` prints it: the snapshot of each VM, then the old ones that go for it. */
export function snapshotSyncPlan(sync: SnapshotSync): Report {
  const steps = sync.due.flatMap(({ vm, reason, expires }) => [
    { action: "create snapshot", target: vm.id, reason },
    ...expires.map(({ id }) => ({ action: "delete", target: id, reason: "It is older than those to keep." })),
  ]);
  const broken = sync.broken.map(({ vm, reason }) => ({ vm: vm.name, id: vm.id, reason }));
  const report = planReport(steps, { waiting: waitingOf(sync), broken });
  return { ...report, footer: broken.map(({ vm, reason }) => `✗ ${vm}: ${reason}`) };
}

interface SyncResult {
  readonly vm: string;
  readonly id: string;
  readonly ok: boolean;
  readonly created: string | null;
  readonly deleted: readonly string[];
  readonly left: readonly string[];
  readonly error?: Pick<SerializedError, "code" | "message">;
}

/** What became of each VM that was due. Schedules that cannot be understood are failures too. */
export function snapshotSyncReport(sync: SnapshotSync, outcomes: readonly SnapshotSyncOutcome[]): Report {
  const results = [...outcomes.map(resultOf), ...sync.broken.map(brokenOf)];
  const succeeded = results.filter(({ ok }) => ok).length;
  const summary = { total: results.length, succeeded, failed: results.length - succeeded };
  const waiting = waitingOf(sync);
  return {
    json: { results, summary, waiting },
    table: {
      columns: ["VM", "OK", "CREATED", "DELETED", "ERROR"],
      rows: results.map(({ vm, ok, created, deleted, error }) => [
        vm,
        String(ok),
        created === null ? null : resourceNameOf(created),
        deleted.length,
        error?.message ?? null,
      ]),
    },
    text: results.length === 0 ? "No snapshot is due." : results.map(inWords).join("\n"),
    footer: waiting.map(({ vm, next }) => `${vm}: next ${next}`),
    failed: summary.failed > 0,
  };
}

function waitingOf({ waiting }: SnapshotSync): { vm: string; id: string; next: string }[] {
  return waiting.map(({ vm, next }) => ({ vm: vm.name, id: vm.id, next: next.toISOString() }));
}

function resultOf({ vm, vmId, created, deleted, left, error }: SnapshotSyncOutcome): SyncResult {
  const serialized = error === undefined ? {} : { error: error.toJSON() };
  return { vm, id: vmId, ok: error === undefined, created, deleted, left, ...serialized };
}

function brokenOf({ vm, reason }: SnapshotSync["broken"][number]): SyncResult {
  const error = { code: "INVALID_SCHEDULE", message: reason };
  return { vm: vm.name, id: vm.id, ok: false, created: null, deleted: [], left: [], error };
}

function inWords({ vm, created, deleted, left, error }: SyncResult): string {
  const lines = [
    ...(created === null ? [] : [`✓ ${vm}: created ${resourceNameOf(created)}`]),
    ...deleted.map((id) => `  deleted ${resourceNameOf(id)}`),
    ...(error === undefined ? [] : [`✗ ${vm}: ${error.message}`]),
    ...left.map((id) => `  still there: ${resourceNameOf(id)}`),
  ];
  return lines.join("\n");
}
