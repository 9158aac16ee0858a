import { isResourceId, resourceNameOf, sameResource } from "@azlin/core";
import type { LifecycleManager, NamedVm } from "@azlin/lifecycle";
import { findVm, openVmAzure } from "../azure/open-vm-azure.ts";
import type { Context } from "../context.ts";

/**
 * The VM that the user named: by the configuration of monitoring when that knows its id, which needs no Azure and also
 * finds VMs that are gone; else as any command finds it.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`), ValidationError (`AMBIGUOUS_VM`); what reading the configuration throws.
 */
export async function findMonitoredVm(text: string, manager: LifecycleManager, context: Context): Promise<NamedVm> {
  const { vms } = await manager.read();
  const ids = [...vms.keys()].filter((key) => isResourceId(key) && isMeant(key, text));
  const [id] = ids;
  if (id !== undefined && ids.length === 1) return { id, name: resourceNameOf(id) };
  return findVm(await openVmAzure(context), text, context);
}

function isMeant(id: string, text: string): boolean {
  return isResourceId(text) ? sameResource(id, text) : resourceNameOf(id).toLowerCase() === text.toLowerCase();
}
