import type { DirectoryObject, DirectoryObjectType } from "../../entra/directory-object.ts";
import type { World } from "../../world/world.ts";
import { resourceNotFound } from "./graph-errors.ts";
import type { GraphKey } from "./graph-path.ts";

/**
 * The object that a path names, by id or by another key, if it has been replicated. The key `uniqueName` is looked up
 * where objects are written, so that whoever makes one by it twice gets the same.
 */
export function findObject(world: World, type: DirectoryObjectType, key: GraphKey): DirectoryObject | undefined {
  const found = lookUp(world, type, key);
  if (found === undefined || key.property.toLowerCase() === "uniquename") return found;
  return world.directory.isVisible(found) ? found : undefined;
}

/** Like {@link findObject}. @throws GraphError (`Request_ResourceNotFound`) when there is none. */
export function requireObject(world: World, type: DirectoryObjectType, key: GraphKey): DirectoryObject {
  const found = findObject(world, type, key);
  if (found === undefined) throw resourceNotFound(key.value);
  return found;
}

/** Replicated objects of a type. */
export function* visibleObjects(world: World, type: DirectoryObjectType): Generator<DirectoryObject> {
  for (const object of world.directory.ofType(type)) if (world.directory.isVisible(object)) yield object;
}

function lookUp(world: World, type: DirectoryObjectType, key: GraphKey): DirectoryObject | undefined {
  switch (key.property.toLowerCase()) {
    case "id":
      return world.directory.get(type, key.value);
    case "appid":
      return world.directory.byAppId(type, key.value);
    case "uniquename":
      return type === "application" ? world.directory.byUniqueName(key.value) : undefined;
    default:
      return undefined;
  }
}
