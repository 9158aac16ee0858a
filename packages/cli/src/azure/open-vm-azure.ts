import { resolveVm, vmAzure, type VmAzure } from "@azlin/vms";
import type { ManagedVm } from "@azlin/tags";
import type { Context } from "../context.ts";

/** The Azure that a command talks to, for the functions of `@azlin/vms`. */
export async function openVmAzure(context: Context): Promise<VmAzure> {
  const { clock, logger } = context;
  return vmAzure({ transport: await context.transport(), clock, logger });
}

/**
 * The VM that the user named, by id, name or session, within `--resource-group`.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`), ValidationError (`AMBIGUOUS_VM`) with the candidates.
 */
export function findVm(azure: VmAzure, text: string, context: Context): Promise<ManagedVm> {
  const { resourceGroup, operation } = context;
  return context.progress(`Finding VM '${text}'`, () => resolveVm(azure, text, { ...operation, resourceGroup }));
}
