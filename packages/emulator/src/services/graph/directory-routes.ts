import type { DirectoryObject } from "../../entra/directory-object.ts";
import { textsAt } from "../../json/json.ts";
import type { World } from "../../world/world.ts";
import { requireReader } from "./graph-access.ts";
import { GraphError } from "./graph-error.ts";
import { resourceNotFound } from "./graph-errors.ts";
import { requireBody, type GraphHandler, type GraphResponse } from "./graph-request.ts";
import { shownEntity } from "./view-object.ts";

/** What belongs to no collection: the tenant, objects of any type by their ids, and the user that there is none of. */
export const directoryRoutes: Readonly<Record<string, GraphHandler>> = {
  "GET organization": ({ base }, world) => ({ status: 200, body: organization(base, world) }),
  "GET me": () => {
    throw new GraphError(400, "BadRequest", "/me request is only valid with delegated authentication flow.");
  },
  "GET directoryobjects/{}": (request, world) => {
    requireReader(request.principal);
    const [key] = request.keys;
    const found = visible(world, key!.value);
    if (found === undefined) throw resourceNotFound(key!.value);
    return { status: 200, body: typed(found, shownEntity(request, "directoryObjects", found.body)) };
  },
  "POST directoryobjects/getbyids": (request, world): GraphResponse => {
    requireReader(request.principal);
    const ids = textsAt(requireBody(request), "ids");
    const value = ids.flatMap((id) => visible(world, id) ?? []).map((object) => typed(object, object.body));
    return { status: 200, body: { "@odata.context": `${request.base}/$metadata#directoryObjects`, value } };
  },
};

function visible({ directory }: World, id: string): DirectoryObject | undefined {
  const found = directory.get("servicePrincipal", id) ?? directory.get("application", id);
  return found !== undefined && directory.isVisible(found) ? found : undefined;
}

function typed({ type }: DirectoryObject, body: object): object {
  return { "@odata.type": `#microsoft.graph.${type}`, ...body };
}

function organization(base: string, { settings }: World): object {
  const domain = {
    capabilities: "Email",
    isDefault: true,
    isInitial: true,
    name: "local.onmicrosoft.com",
    type: "Managed",
  };
  const tenant = {
    id: settings.tenantId,
    displayName: "Local Directory",
    tenantType: "AAD",
    verifiedDomains: [domain],
  };
  return { "@odata.context": `${base}/$metadata#organization`, value: [tenant] };
}
