import type { SshConnections, SshTarget } from "@azlin/ssh";
import type { FleetVm } from "@azlin/vms";
import { findRunningVm } from "../azure/find-fleet-vm.ts";
import { openVmAzure } from "../azure/open-vm-azure.ts";
import type { Context } from "../context.ts";
import { openRemote, type RemoteWishes } from "./open-remote.ts";

/** A VM that can be worked on. */
export interface ReachedVm {
  readonly vm: FleetVm;
  readonly shell: SshConnections;
  readonly target: SshTarget;
}

/**
 * Finds a VM that runs and does something on it over SSH.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`), ValidationError (`AMBIGUOUS_VM`, `VM_NOT_RUNNING`); what `work` throws.
 */
export async function onVm<T>(
  { name, wishes }: { readonly name: string; readonly wishes: RemoteWishes },
  context: Context,
  work: (reached: ReachedVm) => Promise<T>,
): Promise<T> {
  const azure = await openVmAzure(context);
  const { vm, fleet } = await findRunningVm(azure, name, context);
  await using remote = await openRemote(wishes, fleet, context);
  return await work({ vm, shell: remote.shell, target: remote.target(vm) });
}
