import { objectsAt, textAt, type JsonObject } from "../json/json.ts";
import { IDENTITY_TYPE } from "../services/managed-identity/identity-types.ts";
import type { World } from "../world/world.ts";
import type { Client } from "./sign-in/client.ts";

const CREDENTIAL_TYPE = `${IDENTITY_TYPE}/federatedIdentityCredentials`;

/** Whose tokens stand for a client: the federated credentials of its application, or of the identity that it is. */
export function federatedRecordsOf(world: World, { clientId, holders, servicePrincipal }: Client): JsonObject[] {
  if (textAt(servicePrincipal.body, "servicePrincipalType") !== "ManagedIdentity") {
    return holders
      .flatMap(({ internals }) => objectsAt(internals, "federatedCredentials"))
      .filter(({ visibleAt }) => world.directory.isVisible({ visibleAt: Number(visibleAt) }));
  }
  for (const { body } of world.store.ofType(IDENTITY_TYPE)) {
    if (textAt(body.properties, "clientId") !== clientId) continue;
    return [...world.store.ofType(CREDENTIAL_TYPE, body.id)].map((credential) => credential.body.properties ?? {});
  }
  return [];
}
