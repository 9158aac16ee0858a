import { HealthMonitor, type FleetHealth } from "@azlin/health";
import type { FleetVm } from "@azlin/vms";
import { listFleet } from "../azure/list-fleet.ts";
import { openVmAzure } from "../azure/open-vm-azure.ts";
import type { Context } from "../context.ts";
import { jumpHosts } from "../remote/jump-hosts.ts";
import { openRemote, type RemoteWishes } from "../remote/open-remote.ts";

/** Which VMs are checked, and how. */
export interface HealthRounds {
  /** Which of the fleet are meant. */
  readonly isMeant: (vm: FleetVm) => boolean;
  readonly access: RemoteWishes;
  /** Milliseconds for the SSH probe of a VM. */
  readonly sshMs: number;
}

/** Rounds of checks, as long as somebody asks for the next; each is judged with those before it in mind. */
export async function* healthRounds(
  { isMeant, access, sshMs }: HealthRounds,
  context: Context,
): AsyncGenerator<FleetHealth> {
  const { clock, signal } = context;
  const azure = await openVmAzure(context);
  await using remote = await openRemote(access, await jumpHosts(azure, access, context), context);
  const { shell, access: ssh } = remote;
  const monitor = new HealthMonitor({ transport: azure.transport, shell, ssh, timeouts: { sshMs }, clock });
  for (;;) {
    const vms = (await listFleet(azure, context, { includeUnmanaged: true })).filter(isMeant);
    yield await context.progress("Checking VMs", () => monitor.checkFleet(vms, { signal }));
  }
}
