import { findAction } from "./act-on-resource.ts";
import { removeResource } from "./delete-resource.ts";
import { completeWrite } from "./write-resource.ts";
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
  if (operation.verb === "write") {
    return completeWrite(world, definition, operation.resourceId)?.then(() => undefined);
  }
  if (operation.verb === "delete") {
    const resource = world.store.get(operation.resourceId);
    if (resource !== undefined) removeResource(world, resource);
    return undefined;
  }
  const step = definition.steps?.[operation.verb];
  if (step !== undefined) return step(operation, world);
  return findAction(definition, operation.verb)?.complete?.(operation, world);
}
