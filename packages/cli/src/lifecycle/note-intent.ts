import type { ManagedVm } from "@azlin/tags";
import { isManaged } from "@azlin/tags";
import { INTENT_TAG, intentOf, type Intent } from "@azlin/health";
import type { PowerAction, VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import { asAzlinError } from "../render/format-error.ts";

const INTENTS: Readonly<Record<PowerAction, Intent>> = {
  start: "running",
  restart: "running",
  stop: "stopped",
  deallocate: "stopped",
};

/**
 * Writes down on a VM that azlin manages in which state its user wants it, so that nobody takes a stop for a crash. Somebody who
 * may not write tags is told, and can use the VM all the same.
 */
export async function noteIntent(
  azure: VmAzure,
  { vm, wanted }: { readonly vm: Pick<ManagedVm, "id" | "tags">; readonly wanted: PowerAction },
  context: Context,
): Promise<void> {
  const intent = INTENTS[wanted];
  if (!isManaged(vm.tags) || intentOf(vm.tags) === intent) return;
  try {
    await azure.tagsApi.merge(vm.id, { [INTENT_TAG]: intent }, { signal: context.signal });
  } catch (error) {
    context.signal.throwIfAborted();
    context.warn(`What its user wants could not be written on the VM: ${asAzlinError(error).message}`);
  }
}
