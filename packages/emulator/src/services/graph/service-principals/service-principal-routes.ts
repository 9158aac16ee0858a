import { servicePrincipalBody } from "../../../entra/directory-bodies.ts";
import type { DirectoryObject } from "../../../entra/directory-object.ts";
import { textAt, type JsonObject } from "../../../json/json.ts";
import type { World } from "../../../world/world.ts";
import { addPassword, removePassword } from "../credentials/password.ts";
import { requireRoom } from "../directory-quota.ts";
import { findObject, requireObject, visibleObjects } from "../find-object.ts";
import { requireCreator, requireReader, requireWriter } from "../graph-access.ts";
import { GraphError } from "../graph-error.ts";
import { resourceNotFound, valueRequired } from "../graph-errors.ts";
import { prefers, requireBody, type GraphHandler, type GraphRequest, type GraphResponse } from "../graph-request.ts";
import { countObjects, listObjects } from "../query/list-objects.ts";
import { shownEntity } from "../view-object.ts";
import { writtenObject } from "../written-object.ts";
import { sharedMembers } from "./shared-members.ts";

const COLLECTION = "servicePrincipals";
const TYPE_NAME = "ServicePrincipal";

/** `servicePrincipals`: what an application is in this directory. */
export const servicePrincipalRoutes: Readonly<Record<string, GraphHandler>> = {
  "GET serviceprincipals": (request, world) => {
    requireReader(request.principal);
    return listObjects(request, COLLECTION, visibleObjects(world, "servicePrincipal"));
  },
  "GET serviceprincipals/$count": (request, world) => {
    requireReader(request.principal);
    return countObjects(request, visibleObjects(world, "servicePrincipal"));
  },
  "POST serviceprincipals": (request, world) => {
    const made = createServicePrincipal(world, request, requireBody(request));
    return { status: 201, body: shownEntity(request, COLLECTION, made.body) };
  },
  "GET serviceprincipals/{}": (request, world) => {
    requireReader(request.principal);
    return { status: 200, body: shownEntity(request, COLLECTION, named(request, world).body) };
  },
  "PATCH serviceprincipals/{}": patchServicePrincipal,
  "DELETE serviceprincipals/{}": (request, world) => {
    const principal = named(request, world);
    requireWriter(request.principal, principal);
    world.directory.bin(principal);
    return { status: 204 };
  },
  "POST serviceprincipals/{}/addpassword": (request, world) => addPassword(request, world, named(request, world)),
  "POST serviceprincipals/{}/removepassword": (request, world) => removePassword(request, world, named(request, world)),
};

function named(request: GraphRequest, world: World): DirectoryObject {
  return requireObject(world, "servicePrincipal", request.keys[0]!);
}

/** A change; by its application id, and with the preference for it, a service principal that is missing is made. */
function patchServicePrincipal(request: GraphRequest, world: World): GraphResponse {
  const [key] = request.keys;
  const sent = requireBody(request);
  const isUpsert = key!.property.toLowerCase() === "appid" && prefers(request, "create-if-missing");
  const found = isUpsert
    ? world.directory.byAppId("servicePrincipal", key!.value)
    : findObject(world, "servicePrincipal", key!);
  if (found === undefined) {
    if (!isUpsert) throw resourceNotFound(key!.value);
    const made = createServicePrincipal(world, request, { ...sent, appId: key!.value });
    return { status: 201, body: shownEntity(request, COLLECTION, made.body) };
  }
  requireWriter(request.principal, found);
  world.directory.update(found, writtenObject({ world, typeName: TYPE_NAME, before: found, sent }));
  return { status: 204 };
}

function createServicePrincipal(world: World, request: GraphRequest, sent: JsonObject): DirectoryObject {
  requireCreator(request.principal);
  const appId = textAt(sent, "appId");
  if (appId === undefined) throw valueRequired("appId", TYPE_NAME);
  const application = world.directory.byAppId("application", appId);
  if (application === undefined || !world.directory.isVisible(application)) throw noBackingApplication(appId);
  if (world.directory.byAppId("servicePrincipal", appId) !== undefined) throw nameInUse(appId);
  requireRoom(world, request.principal);
  const fresh = servicePrincipalBody({
    id: world.ids.guid(),
    appId,
    displayName: application.body.displayName,
    createdDateTime: new Date(world.clock.now()).toISOString(),
    appOwnerOrganizationId: world.settings.tenantId,
    ...sharedMembers(application.body),
  });
  const written = writtenObject({ world, typeName: TYPE_NAME, before: { body: fresh, internals: {} }, sent });
  return world.directory.create({ type: "servicePrincipal", ...written }, request.principal.objectId);
}

/** An application that was just made is not seen yet where service principals are made. */
function noBackingApplication(appId: string): GraphError {
  const message = `The appId '${appId}' of the service principal does not reference a valid application object.`;
  const details = [{ code: "NoBackingApplicationObject", message, target: "appId" }];
  return new GraphError(400, "Request_BadRequest", message, { details });
}

function nameInUse(appId: string): GraphError {
  return new GraphError(
    409,
    "Request_MultipleObjectsWithSameKeyValue",
    `The service principal cannot be created, updated, or restored because the service principal name ${appId} is already in use.`,
  );
}
