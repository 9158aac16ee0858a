import type { ResourceId } from "@azlin/core";
import type { StoredResource } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";
import { resourceGroupBeingDeleted, resourceGroupNotFound } from "./arm-errors.ts";

/** Type of resource groups in the store and in answers. */
export const RESOURCE_GROUP_TYPE = "Microsoft.Resources/resourceGroups";

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
