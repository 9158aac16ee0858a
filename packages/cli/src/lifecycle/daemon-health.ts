import { resourceKey } from "@azlin/core";
import { ControlClient, lifecyclePaths, type VmReport } from "@azlin/lifecycle";
import type { Context } from "../context.ts";
import { asAzlinError } from "../render/format-error.ts";

/** What a running daemon says of VMs. */
export interface DaemonHealth {
  /** `undefined`: no daemon runs, or it does not check this VM. */
  readonly of: (vmId: string) => VmReport | undefined;
}

const NOBODY_KNOWS: DaemonHealth = { of: () => undefined };

/** Asks the daemon how the VMs are, in one request; one that does not answer is told of. */
export async function askDaemon(context: Context): Promise<DaemonHealth> {
  try {
    const report = await new ControlClient(lifecyclePaths(context.home).socket).status({ signal: context.signal });
    if (report === undefined) return NOBODY_KNOWS;
    const byId = new Map(report.vms.map((vm) => [resourceKey(vm.vmId), vm]));
    return { of: (vmId) => byId.get(resourceKey(vmId)) };
  } catch (error) {
    context.signal.throwIfAborted();
    context.warn(asAzlinError(error).message);
    return NOBODY_KNOWS;
  }
}
