import type { DirectoryObject } from "../../../entra/directory-object.ts";
import type { World } from "../../../world/world.ts";
import { requireObject } from "../find-object.ts";
import { requireReader, requireWriter } from "../graph-access.ts";
import { resourceNotFound } from "../graph-errors.ts";
import type { GraphKey } from "../graph-path.ts";
import { prefers, requireBody, type GraphHandler, type GraphRequest, type GraphResponse } from "../graph-request.ts";
import { shownEntity } from "../view-object.ts";
import {
  federatedCredentialsOf,
  keepFederatedCredentials,
  writtenCredential,
  type FederatedCredential,
} from "./federated-credential.ts";

const COLLECTION = "applications/{}/federatedidentitycredentials";
const ENTITY = `${COLLECTION}/{}`;
const CONTEXT = "applications/federatedIdentityCredentials";

/** `applications/{id}/federatedIdentityCredentials`. */
export const federatedCredentialRoutes: Readonly<Record<string, GraphHandler>> = {
  [`GET ${COLLECTION}`]: (request, world) => {
    requireReader(request.principal);
    const value = federatedCredentialsOf(applicationOf(request, world));
    return { status: 200, body: { "@odata.context": `${request.base}/$metadata#${CONTEXT}`, value } };
  },
  [`POST ${COLLECTION}`]: (request, world) => addCredential(request, world),
  [`GET ${ENTITY}`]: (request, world) => {
    requireReader(request.principal);
    return { status: 200, body: shownEntity(request, CONTEXT, requireCredential(request, world)) };
  },
  [`PATCH ${ENTITY}`]: patchCredential,
  [`DELETE ${ENTITY}`]: (request, world) => {
    const application = applicationOf(request, world);
    requireWriter(request.principal, application);
    const { id } = requireCredential(request, world);
    keepFederatedCredentials(
      world,
      application,
      federatedCredentialsOf(application).filter((other) => other.id !== id),
    );
    return { status: 204 };
  },
};

function applicationOf({ keys }: GraphRequest, world: World): DirectoryObject {
  return requireObject(world, "application", keys[0]!);
}

function findCredential(request: GraphRequest, world: World): FederatedCredential | undefined {
  const { property, value } = request.keys[1]!;
  const member = property.toLowerCase() === "name" ? "name" : "id";
  return federatedCredentialsOf(applicationOf(request, world)).find((credential) => credential[member] === value);
}

function requireCredential(request: GraphRequest, world: World): FederatedCredential {
  const found = findCredential(request, world);
  if (found === undefined) throw resourceNotFound(request.keys[1]!.value);
  return found;
}

function addCredential(request: GraphRequest, world: World, key?: GraphKey): GraphResponse {
  const application = applicationOf(request, world);
  requireWriter(request.principal, application);
  const others = federatedCredentialsOf(application);
  const named = key === undefined ? {} : { name: key.value };
  const made = writtenCredential(others, { id: world.ids.guid() }, { ...requireBody(request), ...named });
  keepFederatedCredentials(world, application, [...others, made]);
  return { status: 201, body: shownEntity(request, CONTEXT, made) };
}

/** A change; by its name, and with the preference for it, a credential that is missing is made. */
function patchCredential(request: GraphRequest, world: World): GraphResponse {
  const [, key] = request.keys;
  const isUpsert = key!.property.toLowerCase() === "name" && prefers(request, "create-if-missing");
  if (isUpsert && findCredential(request, world) === undefined) return addCredential(request, world, key);
  const application = applicationOf(request, world);
  requireWriter(request.principal, application);
  const before = requireCredential(request, world);
  const all = federatedCredentialsOf(application);
  const others = all.filter(({ id }) => id !== before.id);
  const written = writtenCredential(others, before, requireBody(request));
  keepFederatedCredentials(
    world,
    application,
    all.map((credential) => (credential.id === before.id ? written : credential)),
  );
  return { status: 204 };
}
