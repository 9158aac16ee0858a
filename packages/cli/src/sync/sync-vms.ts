import { mapConcurrent } from "@azlin/core";
import type { FleetVm } from "@azlin/vms";
import type { Context } from "../context.ts";
import { copyContext } from "../copy/copy-files.ts";
import { withRemains } from "../interrupted-error.ts";
import type { Report } from "../render/report.ts";
import type { Remote } from "../remote/open-remote.ts";
import { readHomeFiles } from "./home-files.ts";
import { syncPlanReport, syncReport } from "./sync-reports.ts";
import { syncVm, type SyncResult } from "./sync-vm.ts";

const CONCURRENCY = 5;

/**
 * Puts what is in `~/.azlin/home` into the home directories of VMs, except for what looks secret; with `--dry-run`
 * only says so. One VM that fails does not stop the others.
 *
 * @throws PrerequisiteError (`NOTHING_TO_SYNC`); InterruptedError naming the VMs that have the files.
 */
export async function syncVms(vms: readonly FleetVm[], remote: Remote, context: Context): Promise<Report> {
  const { home, signal } = context;
  const way = copyContext(remote, context);
  const files = await context.progress("Looking at the files", () => readHomeFiles(home, way, { signal }));
  if (context.isDryRun) return syncPlanReport(vms, files);
  const results = new Map<string, SyncResult>();
  try {
    await context.board(
      vms.map(({ name }) => name),
      (board) =>
        mapConcurrent(vms, { concurrency: CONCURRENCY, signal }, async (vm) => {
          results.set(vm.id, await syncVm(vm, { files, way, remote, board }, context));
        }),
    );
  } catch (error) {
    if (!signal.aborted) throw error;
    const done = vms.filter(({ id }) => results.get(id)?.ok === true).map(({ name }) => name);
    const hint = done.length === 0 ? "No VM has all of the files." : `The files are on: ${done.join(", ")}.`;
    throw withRemains(signal.reason, { hint, details: { done } });
  }
  return syncReport(
    vms.map(({ id }) => results.get(id)!),
    files,
  );
}
