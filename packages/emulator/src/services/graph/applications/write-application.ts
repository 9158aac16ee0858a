import { applicationBody } from "../../../entra/directory-bodies.ts";
import type { DirectoryBody, DirectoryObject } from "../../../entra/directory-object.ts";
import { textAt, textsAt, type JsonObject } from "../../../json/json.ts";
import type { World } from "../../../world/world.ts";
import { requireRoom } from "../directory-quota.ts";
import { requireCreator, requireWriter } from "../graph-access.ts";
import { badRequest, sameKeyValue, valueRequired } from "../graph-errors.ts";
import type { GraphRequest } from "../graph-request.ts";
import { sharedMembers } from "../service-principals/shared-members.ts";
import { writtenObject } from "../written-object.ts";

const TYPE_NAME = "Application";

/** Makes an application. @throws GraphError when it may not, has no name, or takes a key that another has. */
export function createApplication(world: World, request: GraphRequest, sent: JsonObject): DirectoryObject {
  requireCreator(request.principal);
  if (textAt(sent, "displayName") === undefined) throw valueRequired("displayName", TYPE_NAME);
  requireRoom(world, request.principal);
  const fresh = applicationBody({
    id: world.ids.guid(),
    appId: world.ids.guid(),
    displayName: "",
    createdDateTime: new Date(world.clock.now()).toISOString(),
  });
  const write = { world, typeName: TYPE_NAME, before: { body: fresh, internals: {} }, sent } as const;
  const { body, internals } = writtenObject(write);
  requireUniqueKeys(world, body);
  return world.directory.create({ type: "application", body, internals }, request.principal.objectId);
}

/** Changes an application, and what its service principal has of it. */
export function updateApplication(
  world: World,
  request: GraphRequest,
  { object, sent }: { readonly object: DirectoryObject; readonly sent: JsonObject },
): void {
  requireWriter(request.principal, object);
  const uniqueName = object.body["uniqueName"] ?? undefined;
  if (sent["uniqueName"] !== undefined && uniqueName !== undefined && sent["uniqueName"] !== uniqueName) {
    throw badRequest("Property 'uniqueName' is read-only once it is set.");
  }
  const written = writtenObject({ world, typeName: TYPE_NAME, before: object, sent });
  requireUniqueKeys(world, written.body);
  world.directory.update(object, written);
  const principal = world.directory.byAppId("servicePrincipal", object.body.appId);
  if (principal === undefined) return;
  world.directory.update(principal, { body: { ...principal.body, ...sharedMembers(written.body, sent) } });
}

function requireUniqueKeys(world: World, body: DirectoryBody): void {
  const uniqueName = textAt(body, "uniqueName");
  const twin = uniqueName === undefined ? undefined : world.directory.byUniqueName(uniqueName);
  if (twin !== undefined && twin.body.id !== body.id) throw sameKeyValue("uniqueName", TYPE_NAME);
  const uris = new Set(textsAt(body, "identifierUris"));
  if (uris.size === 0) return;
  for (const other of world.directory.ofType("application")) {
    const isTaken = other.body.id !== body.id && textsAt(other.body, "identifierUris").some((uri) => uris.has(uri));
    if (isTaken) throw sameKeyValue("identifierUris", TYPE_NAME);
  }
}
