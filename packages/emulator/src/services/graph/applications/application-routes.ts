import type { DirectoryObject } from "../../../entra/directory-object.ts";
import type { World } from "../../../world/world.ts";
import { addPassword, removePassword } from "../credentials/password.ts";
import { findObject, requireObject, visibleObjects } from "../find-object.ts";
import { requireReader, requireWriter } from "../graph-access.ts";
import { badRequest, resourceNotFound } from "../graph-errors.ts";
import { prefers, requireBody, type GraphHandler, type GraphRequest, type GraphResponse } from "../graph-request.ts";
import { countObjects, listObjects } from "../query/list-objects.ts";
import { shownEntity } from "../view-object.ts";
import { createApplication, updateApplication } from "./write-application.ts";

const COLLECTION = "applications";

/** `applications`: they are made, shown, changed, deleted into the bin, and given passwords. */
export const applicationRoutes: Readonly<Record<string, GraphHandler>> = {
  "GET applications": (request, world) => {
    requireReader(request.principal);
    return listObjects(request, COLLECTION, visibleObjects(world, "application"));
  },
  "GET applications/$count": (request, world) => {
    requireReader(request.principal);
    return countObjects(request, visibleObjects(world, "application"));
  },
  "POST applications": (request, world) => {
    const application = createApplication(world, request, requireBody(request));
    return { status: 201, body: shownEntity(request, COLLECTION, application.body) };
  },
  "GET applications/{}": (request, world) => {
    requireReader(request.principal);
    return { status: 200, body: shownEntity(request, COLLECTION, named(request, world).body) };
  },
  "PATCH applications/{}": patchApplication,
  "DELETE applications/{}": (request, world) => {
    const application = named(request, world);
    requireWriter(request.principal, application);
    world.directory.bin(application);
    return { status: 204 };
  },
  "POST applications/{}/addpassword": (request, world) => addPassword(request, world, named(request, world)),
  "POST applications/{}/removepassword": (request, world) => removePassword(request, world, named(request, world)),
};

function named(request: GraphRequest, world: World): DirectoryObject {
  return requireObject(world, "application", request.keys[0]!);
}

/** A change; by its unique name, and with the preference for it, an application that is missing is made. */
function patchApplication(request: GraphRequest, world: World): GraphResponse {
  const [key] = request.keys;
  const sent = requireBody(request);
  const object = findObject(world, "application", key!);
  if (object !== undefined) {
    updateApplication(world, request, { object, sent });
    return { status: 204 };
  }
  if (!prefers(request, "create-if-missing")) throw resourceNotFound(key!.value);
  if (key!.property.toLowerCase() !== "uniquename") {
    throw badRequest("Only an application that is named by its 'uniqueName' is created when it is missing.");
  }
  const made = createApplication(world, request, { ...sent, uniqueName: key!.value });
  return { status: 201, body: shownEntity(request, COLLECTION, made.body) };
}
