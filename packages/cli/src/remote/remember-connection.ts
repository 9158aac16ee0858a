import { isManaged, TAG_KEYS } from "@azlin/tags";
import type { FleetVm, VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";

/** Writes down on a managed VM that it is in use now. Somebody who may not write tags can connect all the same. */
export async function rememberConnection(azure: VmAzure, vm: FleetVm, context: Context): Promise<void> {
  if (!isManaged(vm.tags)) return;
  const { clock, logger, signal } = context;
  const now = new Date(clock.now()).toISOString().replace(/\.\d+Z$/, "Z");
  try {
    await azure.tagsApi.merge(vm.id, { [TAG_KEYS.lastConnect]: now }, { signal });
  } catch (error) {
    logger.debug("The time of the connection was not written.", { vm: vm.id, error: String(error) });
  }
}
