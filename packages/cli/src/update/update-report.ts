import { safeOutput } from "../remote/vm-results-report.ts";
import type { Report } from "../render/report.ts";
import { isFailure, type VmUpdate } from "./update-vms.ts";

/** Exit code when nothing at all could be updated; as azlin has always had it, although usage errors have it too. */
const ALL_FAILED = 2;

/** A block for each VM with a line for each tool. 0: everything succeeded, 1: some of it failed, 2: all of it failed. */
export function updateReport(results: readonly VmUpdate[]): Report {
  const succeeded = results.filter(({ ok }) => ok).length;
  const summary = { total: results.length, succeeded, failed: results.length - succeeded };
  return {
    json: { results, summary },
    table: {
      columns: ["VM", "TOOL", "STATUS", "SECONDS", "DETAIL"],
      rows: results.flatMap(({ vm, updates, error, durationMs }) =>
        error === undefined
          ? updates.map((one) => [vm, one.tool, one.status, secondsOf(one.durationMs), one.detail])
          : [[vm, null, "not reached", secondsOf(durationMs), error.message]],
      ),
    },
    text: results.length === 0 ? "No running VMs found." : results.map(blockOf).join("\n\n"),
    footer: results.length > 1 ? [`Total: ${results.length}, succeeded ${succeeded}, failed ${summary.failed}`] : [],
    ...(summary.failed > 0 && { failed: true, exitCode: isAllLost(results) ? ALL_FAILED : 1 }),
  };
}

function isAllLost(results: readonly VmUpdate[]): boolean {
  return results.every(({ updates }) => updates.every((one) => isFailure(one)));
}

function blockOf({ vm, updates, error, durationMs }: VmUpdate): string {
  if (error !== undefined) {
    return [`VM: ${vm}`, `✗ ${error.message}`, ...(error.hint === undefined ? [] : [`  ${error.hint}`])].join("\n");
  }
  const lines = updates
    .filter(({ status }) => status !== "absent")
    .map((one) => {
      const why = isFailure(one) ? `: ${safeOutput(one.detail)}` : "";
      return `${isFailure(one) ? "✗" : "✓"} ${one.tool}  ${secondsOf(one.durationMs)} s${why}`;
    });
  const isRestartNeeded = updates.some((one) => one.isRestartNeeded === true);
  return [
    `VM: ${vm}`,
    ...(lines.length === 0 ? ["(nothing to update)"] : lines),
    ...(isRestartNeeded ? ["The VM has to be restarted for all of it to take effect."] : []),
    `Total time: ${secondsOf(durationMs)} s`,
  ].join("\n");
}

function secondsOf(ms: number): string {
  return (ms / 1_000).toFixed(1);
}
