import { formatResourceId, parseResourceId, ValidationError, type AzureTransport, type VmRef } from "@azlin/core";

const VM_TYPE = "Microsoft.Compute/virtualMachines";

/**
 * Resource id of a VM that was named by id, or by name and resource group. Without a subscription the transport's
 * only one is meant.
 *
 * @throws ValidationError (`INVALID_RESOURCE_ID`, `SUBSCRIPTION_REQUIRED`).
 */
export function vmIdOf(vm: VmRef, transport: Pick<AzureTransport, "subscriptionIds">): string {
  if (typeof vm === "string") return requireVmId(vm);
  const [only, ...others] = transport.subscriptionIds;
  const subscriptionId = vm.subscriptionId ?? (others.length === 0 ? only : undefined);
  if (subscriptionId === undefined) {
    throw new ValidationError("SUBSCRIPTION_REQUIRED", `In which subscription is the VM '${vm.name}'?`, {
      hint: "Give its resource id, or a subscription.",
    });
  }
  return formatResourceId({ subscriptionId, resourceGroup: vm.resourceGroup, type: VM_TYPE, name: vm.name });
}

function requireVmId(id: string): string {
  const { provider, types } = parseResourceId(id);
  if (`${provider}/${types.join("/")}`.toLowerCase() === VM_TYPE.toLowerCase()) return id;
  throw new ValidationError("INVALID_RESOURCE_ID", `'${id}' is not the resource id of a VM.`, {
    hint: `Expected /subscriptions/{id}/resourceGroups/{name}/providers/${VM_TYPE}/{name}.`,
  });
}
