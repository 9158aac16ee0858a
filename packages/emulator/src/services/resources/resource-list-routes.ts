import { parseResourceId, resourceKey } from "@azlin/core";
import type { ArmRequest, ArmResponse } from "../../arm/arm-request.ts";
import { pageOf } from "../../arm/paging.ts";
import { requireGroup, RESOURCE_GROUP_TYPE } from "../../arm/resource-groups.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { parseResourceFilter } from "./resource-filter.ts";

/** Lists of all resources, whatever their type. */
export const listRoutes: readonly ArmRoute[] = [
  {
    method: "GET",
    path: "/subscriptions/{subscriptionId}/resources",
    handle: (request, world) => listBelow(request, world, `/subscriptions/${request.parameters["subscriptionId"]}`),
  },
  {
    method: "GET",
    path: "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/resources",
    handle: (request, world) => {
      const { subscriptionId, resourceGroup } = request.parameters;
      const group = requireGroup(
        world,
        parseResourceId(`/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`),
      );
      return listBelow(request, world, group.body.id);
    },
  },
];

function listBelow(request: ArmRequest, world: World, scope: string): ArmResponse {
  const matches = parseResourceFilter(request.query.get("$filter"));
  const found = [...listedBelow(world, scope)].filter((resource) => isListed(world, resource) && matches(resource));
  const expand = new Set(
    (request.query.get("$expand") ?? "")
      .toLowerCase()
      .split(",")
      .map((name) => name.trim()),
  );
  return pageOf(found, request, (resource) => genericBody(world, resource, expand));
}

/** What lies below a scope, as old as the cache of lists. */
function listedBelow(world: World, scope: string): Iterable<StoredResource> {
  const { resourceListLagMs = 0 } = world.settings.consistency;
  if (resourceListLagMs === 0) return world.store.below(scope);
  const prefix = `${resourceKey(scope)}/`;
  return [...world.store.asOf(resourceListLagMs)].filter(({ body }) => resourceKey(body.id).startsWith(prefix));
}

function isListed(world: World, { body }: StoredResource): boolean {
  const definition = world.types.get(body.type);
  if (body.type === RESOURCE_GROUP_TYPE || definition?.kind === "proxy") return false;
  return definition?.scope !== "extension";
}

/** The members that lists of everything show; the rest only the type's own list shows. */
function genericBody(world: World, resource: StoredResource, expand: ReadonlySet<string>): unknown {
  const { body } = resource;
  const shown = ["sku", "kind", "managedBy", "identity", "plan", "zones"] as const;
  const extras = Object.fromEntries(shown.filter((key) => body[key] !== undefined).map((key) => [key, body[key]]));
  return {
    id: body.id,
    name: body.name,
    type: body.type,
    ...extras,
    ...(body.location !== undefined && { location: body.location }),
    ...(body.tags !== undefined && { tags: body.tags }),
    ...(expand.has("createdtime") && { createdTime: world.clock.timestamp(resource.createdAt) }),
    ...(expand.has("changedtime") && { changedTime: world.clock.timestamp(resource.changedAt) }),
    ...(expand.has("provisioningstate") && {
      provisioningState: body.properties?.["provisioningState"] ?? "Succeeded",
    }),
  };
}
