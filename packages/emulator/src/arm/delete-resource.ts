import { resourceKey } from "@azlin/core";
import type { Operation } from "../world/operation-engine.ts";
import type { StoredResource } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";
import { methodNotAllowed } from "./arm-errors.ts";
import type { ResourceType } from "./resource-type.ts";
import { withState } from "./write-resource.ts";

/**
 * Begins to delete a resource; without an operation it has gone at once.
 *
 * @throws ArmError when something that refers to it, or its type, forbids that.
 */
export function deleteResource(
  world: World,
  definition: ResourceType,
  resource: StoredResource,
): Operation | undefined {
  if (definition.remove === undefined) throw methodNotAllowed("DELETE");
  definition.guardDelete?.(resource, world);
  if (definition.remove.answer === "none") {
    removeResource(world, resource);
    return undefined;
  }
  world.store.put({ body: withState(resource.body, "Deleting") });
  return world.operations.start({
    verb: "delete",
    resourceId: resource.body.id,
    resourceType: definition.type,
    location: resource.body.location ?? "global",
    durationMs: world.latency.durationOf("DELETE", definition.type),
  });
}

/** Takes a resource and everything below it out of the world, and lets their types clear up. */
export function removeResource(world: World, resource: StoredResource): void {
  const family = [...world.store.below(resource.body.id)].toSorted(deepestFirst);
  for (const member of [...family, resource]) {
    if (!world.store.has(member.body.id)) continue;
    world.store.remove(member.body.id);
    world.types.get(member.body.type)?.deleted?.(member, world);
  }
}

function deepestFirst(left: StoredResource, right: StoredResource): number {
  return resourceKey(right.body.id).split("/").length - resourceKey(left.body.id).split("/").length;
}
