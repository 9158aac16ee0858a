import type { DirectoryObject, DirectoryObjectType } from "../../../entra/directory-object.ts";
import type { World } from "../../../world/world.ts";
import { requireReader, requireWriter } from "../graph-access.ts";
import { resourceNotFound, sameKeyValue } from "../graph-errors.ts";
import type { GraphHandler, GraphRequest, GraphResponse } from "../graph-request.ts";
import { countObjects, listObjects } from "../query/list-objects.ts";
import { shownEntity } from "../view-object.ts";

const COLLECTION = "directoryObjects";

/** `directory/deletedItems`: the bin, in which applications and service principals lie apart from each other. */
export const deletedItemRoutes: Readonly<Record<string, GraphHandler>> = {
  "GET directory/deleteditems/microsoft.graph.application": listing("application"),
  "GET directory/deleteditems/microsoft.graph.serviceprincipal": listing("servicePrincipal"),
  "GET directory/deleteditems/microsoft.graph.application/$count": counting("application"),
  "GET directory/deleteditems/microsoft.graph.serviceprincipal/$count": counting("servicePrincipal"),
  "GET directory/deleteditems/{}": (request, world) => {
    requireReader(request.principal);
    return { status: 200, body: typed(request, named(request, world)) };
  },
  "POST directory/deleteditems/{}/restore": restoreItem,
  "DELETE directory/deleteditems/{}": (request, world) => {
    const item = named(request, world);
    requireWriter(request.principal, item);
    world.directory.purge(item);
    return { status: 204 };
  },
};

function listing(type: DirectoryObjectType): GraphHandler {
  return (request, world) => {
    requireReader(request.principal);
    return listObjects(request, `${COLLECTION}/microsoft.graph.${type}`, deletedOf(world, type));
  };
}

function counting(type: DirectoryObjectType): GraphHandler {
  return (request, world) => {
    requireReader(request.principal);
    return countObjects(request, deletedOf(world, type));
  };
}

function deletedOf(world: World, type: DirectoryObjectType): DirectoryObject[] {
  return world.directory.binned().filter((object) => object.type === type);
}

function named({ keys: [key] }: GraphRequest, world: World): DirectoryObject {
  const id = key!.value.toLowerCase();
  const found = world.directory.binned().find(({ body }) => body.id.toLowerCase() === id);
  if (found === undefined) throw resourceNotFound(key!.value);
  return found;
}

/** The service principal of a restored application stays in the bin until it is restored itself. */
function restoreItem(request: GraphRequest, world: World): GraphResponse {
  const item = named(request, world);
  requireWriter(request.principal, item);
  const { appId, uniqueName } = item.body;
  if (world.directory.byAppId(item.type, appId) !== undefined) throw sameKeyValue("appId", item.type);
  if (item.type === "application" && typeof uniqueName === "string" && world.directory.byUniqueName(uniqueName)) {
    throw sameKeyValue("uniqueName", item.type);
  }
  return { status: 200, body: typed(request, world.directory.restore(item)) };
}

function typed(request: GraphRequest, { type, body }: DirectoryObject): object {
  return { "@odata.type": `#microsoft.graph.${type}`, ...shownEntity(request, COLLECTION, body) };
}
