import { openVmAzure } from "../azure/open-vm-azure.ts";
import { runningVms } from "../azure/running-vms.ts";
import type { Context } from "../context.ts";
import { openRemote, type RemoteWishes } from "./open-remote.ts";
import { rememberUse } from "./remember-use.ts";
import { runOnVms, type Run, type VmResult } from "./run-on-vms.ts";

/** What to run on all VMs that run. */
export interface RunOnAll extends Omit<Run, "vms"> {
  /** Somebody works on the VMs, and does not only look at them. */
  readonly isUse: boolean;
}

/** Runs a command on all managed VMs in scope that run. */
export async function runOnRunningVms(
  run: RunOnAll,
  wishes: RemoteWishes,
  context: Context,
): Promise<readonly VmResult[]> {
  const azure = await openVmAzure(context);
  const { fleet, running } = await runningVms(azure, context);
  if (running.length === 0) return [];
  await using remote = await openRemote(wishes, fleet, context);
  const remembering = run.isUse ? rememberUse(azure, running, context) : undefined;
  const results = await runOnVms({ ...run, vms: running }, remote, context);
  await remembering;
  return results;
}
