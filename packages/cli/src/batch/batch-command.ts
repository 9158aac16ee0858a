import type { RemoteCommand } from "@azlin/ssh";
import type { FleetVm } from "@azlin/vms";
import { openVmAzure } from "../azure/open-vm-azure.ts";
import { runningVms } from "../azure/running-vms.ts";
import type { Context } from "../context.ts";
import { openRemote, type RemoteWishes } from "../remote/open-remote.ts";
import { rememberUse } from "../remote/remember-use.ts";
import { runOnVms, type VmResult } from "../remote/run-on-vms.ts";
import { vmResultsReport } from "../remote/vm-results-report.ts";
import { planReport } from "../render/plan-report.ts";
import { safeText } from "../render/safe-text.ts";
import type { Report } from "../render/report.ts";
import { noMatches } from "./list-matches.ts";

/** What to run on which VMs. */
export interface BatchCommand {
  readonly isMatch: (vm: FleetVm) => boolean;
  readonly command: RemoteCommand;
  /** Milliseconds for each VM. */
  readonly timeoutMs: number;
  /** VMs at once. */
  readonly concurrency: number;
  readonly wishes: RemoteWishes;
  readonly isOutputShown: boolean;
}

/** Runs a command on the selected VMs that run; a note names the selected ones that do not. */
export async function batchCommandRun(batch: BatchCommand, context: Context): Promise<Report> {
  const { command, wishes, timeoutMs, concurrency } = batch;
  const azure = await openVmAzure(context);
  const { fleet, running } = await runningVms(azure, context, batch.isMatch);
  if (running.length === 0) return noMatches("No running VMs match.");
  const shown = typeof command === "string" ? command : command.join(" ");
  if (context.isDryRun) {
    return planReport(running.map(({ id }) => ({ action: "run", target: id, reason: safeText(shown) })));
  }
  await using remote = await openRemote(wishes, fleet, context);
  const run = { vms: running, command, label: `running '${shown.split(/\s/, 1)[0]}'`, timeoutMs, concurrency };
  const [results] = await Promise.all([runOnVms(run, remote, context), rememberUse(azure, running, context)]);
  const report = vmResultsReport(results, { heading: ({ vm }) => `[${vm}]` });
  return batch.isOutputShown ? report : { ...report, text: results.map(lineOf).join("\n") };
}

function lineOf({ vm, ok, exitCode, error, durationMs }: VmResult): string {
  const seconds = (durationMs / 1_000).toFixed(1);
  if (error !== undefined) return `✗ ${vm}: ${error.message}`;
  return `${ok ? "✓" : "✗"} ${vm}: exit code ${exitCode ?? "unknown"} after ${seconds} s`;
}
