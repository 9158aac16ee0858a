import { callOptions, pollOptions, resourceNameOf, toAzlinError } from "@azlin/core";
import type { ManagedVm } from "@azlin/tags";
import type { VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import { planReport } from "../render/plan-report.ts";
import type { Report } from "../render/report.ts";
import { CANCELLED } from "./delete-vms.ts";

/** What {@link deleteGroup} works with. */
export interface GroupDeletion {
  readonly azure: VmAzure;
  /** A VM of the group. */
  readonly vm: ManagedVm;
  /** Do not ask. */
  readonly isForced: boolean;
}

/** Deletes the resource group of a VM with everything in it; its name has to be typed to confirm. */
export async function deleteGroup({ azure, vm, isForced }: GroupDeletion, context: Context): Promise<Report> {
  const { subscriptionId, resourceGroup } = vm;
  const ids = await listGroup(azure, vm, context);
  const target = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  if (context.isDryRun) {
    const members = ids.map((id) => ({ action: "delete", target: id, reason: "It is in the resource group." }));
    return planReport([{ action: "delete", target, reason: "It was asked for by --delete-rg." }, ...members]);
  }
  const facts = [
    "This will delete the whole resource group, not only the VM. This action cannot be undone.",
    `  Subscription:    ${subscriptionId}`,
    `  Resource group:  ${resourceGroup}`,
    `  VM:              ${vm.name}`,
    ...ids.map((id) => `  With it goes:    ${id.slice(target.length + 1)}`),
  ].join("\n");
  const question = { facts, question: "Delete the resource group?", expected: resourceGroup };
  if (!isForced && !(await context.confirm(question))) {
    return { ...CANCELLED, text: "Cancelled. Resource group name did not match." };
  }
  await context.progress(`Deleting resource group '${resourceGroup}'`, () => removeGroup(azure, vm, context));
  return {
    json: { resourceGroup, subscriptionId, deleted: [target, ...ids] },
    text: `Deleted resource group '${resourceGroup}' with ${ids.map(resourceNameOf).join(", ")}.`,
  };
}

async function listGroup(
  { clients }: VmAzure,
  { subscriptionId, resourceGroup }: ManagedVm,
  { signal }: Context,
): Promise<string[]> {
  try {
    const client = await clients.resources(subscriptionId);
    const ids: string[] = [];
    for await (const { id } of client.resources.listByResourceGroup(resourceGroup, callOptions({ signal }))) {
      if (id !== undefined) ids.push(id);
    }
    return ids;
  } catch (error) {
    const action = "Microsoft.Resources/subscriptions/resourceGroups/resources/read";
    throw toAzlinError(error, { operation: "list the resource group", action, signal });
  }
}

async function removeGroup(
  { clients, transport }: VmAzure,
  { subscriptionId, resourceGroup }: ManagedVm,
  { signal }: Context,
): Promise<void> {
  try {
    const client = await clients.resources(subscriptionId);
    const poller = await client.resourceGroups.beginDelete(resourceGroup, pollOptions(transport));
    await poller.pollUntilDone(callOptions({ signal }));
  } catch (error) {
    const action = "Microsoft.Resources/subscriptions/resourceGroups/delete";
    throw toAzlinError(error, { operation: "delete the resource group", action, resource: resourceGroup, signal });
  }
}
