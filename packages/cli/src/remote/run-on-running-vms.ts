import { openVmAzure } from "../azure/open-vm-azure.ts";
import { runningVms } from "../azure/running-vms.ts";
import type { Context } from "../context.ts";
import { openRemote, type RemoteWishes } from "./open-remote.ts";
import { runOnVms, type Run, type VmResult } from "./run-on-vms.ts";

/** Runs a command on all managed VMs in scope that run. */
export async function runOnRunningVms(
  run: Omit<Run, "vms">,
  wishes: RemoteWishes,
  context: Context,
): Promise<readonly VmResult[]> {
  const azure = await openVmAzure(context);
  const { fleet, running } = await runningVms(azure, context);
  if (running.length === 0) return [];
  await using remote = await openRemote(wishes, fleet, context);
  return await runOnVms({ ...run, vms: running }, remote, context);
}
