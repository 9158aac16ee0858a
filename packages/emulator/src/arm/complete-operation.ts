import { findAction } from "./act-on-resource.ts";
import { removeResource } from "./delete-resource.ts";
import { completeWrite, withState } from "./write-resource.ts";
import { RESOURCE_GROUP_TYPE } from "./resource-groups.ts";
import type { JsonObject } from "../json/json.ts";
import type { Operation } from "../world/operation-engine.ts";
import type { World } from "../world/world.ts";

/** Applies the end of an operation, found by the type of its resource and its verb. */
export function completeOperation(
  world: World,
  operation: Operation,
): JsonObject | undefined | Promise<JsonObject | undefined> {
  const definition = world.types.get(operation.resourceType);
  if (definition === undefined) return undefined;
  const step = definition.steps?.[operation.verb];
  if (step !== undefined) return step(operation, world);
  if (operation.verb === "write") {
    return completeWrite(world, definition, operation.resourceId)?.then(() => undefined);
  }
  if (operation.verb === "delete") {
    const resource = world.store.get(operation.resourceId);
    if (resource !== undefined) removeResource(world, resource);
    return undefined;
  }
  return findAction(definition, operation.verb)?.complete?.(operation, world);
}

/** What a write or delete leaves behind that failed: a resource that says so, or a group as it was before. */
export function rollBackOperation(world: World, { verb, resourceId, resourceType }: Operation): void {
  const resource = verb === "write" || verb === "delete" ? world.store.get(resourceId) : undefined;
  if (resource === undefined || world.types.get(resourceType)?.scope === "extension") return;
  world.store.put({ body: withState(resource.body, resourceType === RESOURCE_GROUP_TYPE ? "Succeeded" : "Failed") });
}
