import { tryParseResourceId } from "@azlin/core";
import type { StoredResource } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";
import { resourceGroupNotFound, resourceNotFound } from "./arm-errors.ts";
import { requireGroup } from "./resource-groups.ts";

/**
 * The resource or group that an extension resource is to lie at; `undefined` for a subscription that is no resource of
 * the store.
 *
 * @throws ArmError (`ResourceGroupNotFound`, `ResourceNotFound`).
 */
export function findScope(world: World, scope: string): StoredResource | undefined {
  const found = world.store.get(scope);
  const id = tryParseResourceId(scope);
  if (found !== undefined && id !== undefined) return found;
  if (id?.provider !== undefined) {
    requireGroup(world, id);
    throw resourceNotFound([id.provider, ...id.types].join("/"), id.names, id.resourceGroup);
  }
  if (id?.resourceGroup !== undefined) throw resourceGroupNotFound(id.resourceGroup);
  return undefined;
}
