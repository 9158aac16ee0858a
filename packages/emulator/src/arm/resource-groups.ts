import type { ResourceId } from "@azlin/core";
import type { StoredResource } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";
import { ArmError } from "./arm-error.ts";
import { resourceGroupBeingDeleted, resourceGroupNotFound } from "./arm-errors.ts";

/** Type of resource groups in the store and in answers. */
export const RESOURCE_GROUP_TYPE = "Microsoft.Resources/resourceGroups";

const VALID_NAME = /^[\p{L}\p{N}_.()-]{0,89}[\p{L}\p{N}_()-]$/u;

/** @throws ArmError (`InvalidResourceGroup`) for a name that no group can have, whatever is asked of it. */
export function checkGroupName(name: string): void {
  if (VALID_NAME.test(name)) return;
  throw new ArmError(
    400,
    "InvalidResourceGroup",
    `The provided resource group name '${name}' has these invalid characters or is longer than 90 characters. ` +
      "The name can only be a letter, digit, '-', '.', '(', ')' or '_'.",
  );
}

/** The group that an id lies in. @throws ArmError (`ResourceGroupNotFound`). */
export function requireGroup(world: World, id: ResourceId): StoredResource {
  const name = id.resourceGroup ?? "";
  const group = world.store.get(`/subscriptions/${id.subscriptionId}/resourceGroups/${name}`);
  if (group === undefined) throw resourceGroupNotFound(name);
  return group;
}

/** Like {@link requireGroup}; a group on its way out takes no writes. @throws ArmError (`ResourceGroupBeingDeleted`). */
export function requireLivingGroup(world: World, id: ResourceId): StoredResource {
  const group = requireGroup(world, id);
  if (group.body.properties?.["provisioningState"] === "Deleting") throw resourceGroupBeingDeleted(group.body.name);
  return group;
}
