import type { CpuTimes } from "@azlin/vms";
import { listFleet } from "../azure/list-fleet.ts";
import { openVmAzure } from "../azure/open-vm-azure.ts";
import type { Context } from "../context.ts";
import { jumpHosts } from "../remote/jump-hosts.ts";
import { openRemote, type RemoteWishes } from "../remote/open-remote.ts";
import { readUsage, type VmUsage } from "./vm-usage.ts";

/** How VMs are asked. */
export interface UsageRounds {
  readonly access: RemoteWishes;
  /** Milliseconds that a VM has to answer. */
  readonly timeoutMs: number;
}

/** Rounds of usage of all VMs in scope, as long as somebody asks for the next. Connections stay open in between. */
export async function* usageRounds(
  { access, timeoutMs }: UsageRounds,
  context: Context,
): AsyncGenerator<readonly VmUsage[]> {
  const azure = await openVmAzure(context);
  await using remote = await openRemote(access, await jumpHosts(azure, access, context), context);
  const previous = new Map<string, CpuTimes>();
  for (;;) {
    const fleet = await listFleet(azure, context);
    const usages = await readUsage(fleet, { remote, timeoutMs, previous }, context);
    for (const { id, usage } of usages) if (usage?.cpuTimes) previous.set(id, usage.cpuTimes);
    yield usages;
  }
}
