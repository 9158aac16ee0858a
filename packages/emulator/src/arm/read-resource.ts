import type { StoredResource } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";
import { parseResourceId } from "@azlin/core";
import { resourceNotFound } from "./arm-errors.ts";
import type { ArmRequest } from "./arm-request.ts";
import { withChildren } from "./embedded-children.ts";
import { requireGroup } from "./resource-groups.ts";
import type { ResourceType } from "./resource-type.ts";

const NO_QUERY: ReadonlyMap<string, string> = new Map();

/**
 * The stored resource of an id.
 *
 * @throws ArmError (`ResourceGroupNotFound`, `ResourceNotFound`) when it is not there.
 */
export function requireResource(world: World, definition: ResourceType, resourceId: string): StoredResource {
  const found = world.store.get(resourceId);
  if (found !== undefined) return found;
  const id = parseResourceId(resourceId);
  if (id.resourceGroup !== undefined) requireGroup(world, id);
  throw resourceNotFound(definition.type, id.names, id.resourceGroup);
}

/** The document of a resource as an answer shows it. */
export function viewResource(
  world: World,
  resource: StoredResource,
  options: { readonly query?: ReadonlyMap<string, string>; readonly listed?: boolean } = {},
): StoredResource["body"] {
  const definition = world.types.get(resource.body.type);
  const { query = NO_QUERY, listed = false } = options;
  const embeds = definition?.embeds;
  const view = (child: StoredResource): StoredResource["body"] => viewResource(world, child);
  const whole = embeds === undefined ? resource : withChildren(world, resource, { embeds, view });
  return definition?.view?.(whole, { world, query, listed }) ?? whole.body;
}

/** The elements of a list request, in order. */
export function listedResources(
  world: World,
  definition: ResourceType,
  request: ArmRequest & { readonly scope: string },
): Iterable<StoredResource> {
  const found = world.store.ofType(definition.type, request.scope);
  return definition.list?.(found, request) ?? found;
}
