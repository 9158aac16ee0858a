import { textAt, textsAt, type JsonObject } from "../json/json.ts";
import type { DirectoryObject } from "./directory-object.ts";
import { applicationBody, servicePrincipalBody } from "./directory-bodies.ts";
import { guidOf } from "./guid-of.ts";
import type { GraphPermission, Principal } from "./principal.ts";
import { secretHash } from "./secret-hash.ts";

/** An object that has not been put into a directory yet. */
export type DirectoryDraft = Pick<DirectoryObject, "type" | "body" | "internals">;

/**
 * The objects that a seeded principal is in the directory. Managed identities and the administrator, whose application
 * lies elsewhere, have no application here.
 */
export function objectsOf(principal: Principal, createdDateTime: string): DirectoryDraft[] {
  const servicePrincipal = servicePrincipalOf(principal, createdDateTime);
  if (principal.administrator === true || principal.isManagedIdentity === true) return [servicePrincipal];
  return [applicationOf(principal, createdDateTime), servicePrincipal];
}

function servicePrincipalOf(principal: Principal, createdDateTime: string): DirectoryDraft {
  const { clientId, objectId, displayName, administrator, isManagedIdentity = false, graphPermissions } = principal;
  const takesAnySecret = principal.clientSecret === undefined && !isManagedIdentity;
  return {
    type: "servicePrincipal",
    body: servicePrincipalBody({
      id: objectId,
      appId: clientId,
      displayName,
      createdDateTime,
      servicePrincipalType: isManagedIdentity ? "ManagedIdentity" : "Application",
    }),
    internals: {
      ...(administrator === true && { administrator }),
      ...(takesAnySecret && { takesAnySecret }),
      ...(graphPermissions !== undefined && { graphPermissions: [...graphPermissions] }),
    },
  };
}

function applicationOf(principal: Principal, createdDateTime: string): DirectoryDraft {
  const { clientId, displayName, clientSecret } = principal;
  const secret = clientSecret === undefined ? undefined : seededSecret(clientSecret);
  return {
    type: "application",
    body: applicationBody({
      id: applicationIdOf(clientId),
      appId: clientId,
      displayName,
      createdDateTime,
      passwordCredentials: secret === undefined ? [] : [secret.credential],
    }),
    internals: secret === undefined ? { takesAnySecret: true } : { secrets: [secret.known] },
  };
}

/** Who a service principal is when it asks for something. */
export function principalOf({ body, internals }: DirectoryObject): Principal {
  return {
    clientId: body.appId,
    objectId: body.id,
    displayName: body.displayName,
    ...(textAt(body, "servicePrincipalType") === "ManagedIdentity" && { isManagedIdentity: true }),
    ...(internals["graphPermissions"] !== undefined && {
      graphPermissions: textsAt(internals, "graphPermissions") as GraphPermission[],
    }),
    ...(internals["administrator"] === true && { administrator: true }),
  };
}

/** A secret that always was and never ends. */
function seededSecret(secret: string): { readonly known: JsonObject; readonly credential: JsonObject } {
  const keyId = guidOf(`secret ${secret}`);
  const times = { startDateTime: "2020-01-01T00:00:00Z", endDateTime: "2299-12-31T00:00:00Z" };
  const credential = { keyId, displayName: "seeded", hint: secret.slice(0, 3), customKeyIdentifier: null, ...times };
  return { known: { keyId, hash: secretHash(secret), visibleAt: 0 }, credential: { ...credential, secretText: null } };
}

/** The application's object id: seeds do not tell it, and it has to be the same whenever the seed is. */
function applicationIdOf(clientId: string): string {
  return guidOf(`application ${clientId.toLowerCase()}`);
}
