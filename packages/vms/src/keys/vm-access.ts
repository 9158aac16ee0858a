import { callOptions, parseResourceId, pollOptions, toAzlinError, type AbortOptions } from "@azlin/core";
import type { VmAzure } from "../vm-azure.ts";

/** The name that az gives this extension: a VM takes one of a kind only. */
const EXTENSION = "enablevmaccess";

/**
 * Lets a public key in through Azure's agent on the VM, for a VM that SSH does not reach. The agent appends it.
 *
 * @throws AzlinError as translated, for instance PermissionError, or ConflictError for a VM that does not run.
 */
export async function authorizeKeyByAgent(
  azure: VmAzure,
  vm: { readonly id: string; readonly location: string },
  options: AbortOptions & { readonly username: string; readonly publicKey: string },
): Promise<void> {
  const { username, publicKey, signal } = options;
  const { subscriptionId = "", resourceGroup = "", names } = parseResourceId(vm.id);
  try {
    const { virtualMachineExtensions } = await azure.clients.compute(subscriptionId);
    const model = {
      location: vm.location,
      publisher: "Microsoft.OSTCExtensions",
      typePropertiesType: "VMAccessForLinux",
      typeHandlerVersion: "1.5",
      autoUpgradeMinorVersion: true,
      protectedSettings: { username, ssh_key: publicKey },
    };
    const poll = pollOptions(azure.transport);
    const poller = virtualMachineExtensions.createOrUpdate(resourceGroup, names[0]!, EXTENSION, model, poll);
    await poller.pollUntilDone(callOptions({ signal }));
  } catch (error) {
    throw toAzlinError(error, {
      operation: `let the new key in on '${names[0]}' through Azure's agent`,
      action: "Microsoft.Compute/virtualMachines/extensions/write",
      resource: vm.id,
      signal,
    });
  }
}
