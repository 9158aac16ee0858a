import { defineResourceType, type ResourceType } from "../../arm/resource-type.ts";
import type { Principal } from "../../entra/principal.ts";
import { textAt } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { IDENTITY_API_VERSIONS, IDENTITY_TYPE } from "./identity-types.ts";

/** User-assigned identities: each has a principal in the directory for as long as it is there. */
export const userAssignedIdentityType: ResourceType = defineResourceType({
  type: IDENTITY_TYPE,
  apiVersions: IDENTITY_API_VERSIONS,
  write: { created: 201, updated: 200, answer: "none" },
  patch: { created: 200, updated: 200, answer: "none" },
  remove: { status: 200, answer: "none" },
  prepare: ({ body, existing, world }) => {
    const before = existing?.body.properties;
    body.properties["tenantId"] = world.settings.tenantId;
    body.properties["principalId"] = before?.["principalId"] ?? world.ids.guid();
    body.properties["clientId"] = before?.["clientId"] ?? world.ids.guid();
  },
  written: (identity, { existing, world }) => {
    if (existing === undefined) addPrincipal(world, identity, { createdAt: world.clock.now() });
  },
  seeded: (identity, world) => addPrincipal(world, identity),
  deleted: ({ body }, world) => {
    world.directory.remove(textAt(body.properties, "principalId") ?? "");
  },
  // Azure tells no provisioningState of these.
  view: ({ body: { properties: { provisioningState: _hidden, ...properties } = {}, ...body } }) => ({
    ...body,
    properties,
  }),
});

function addPrincipal(world: World, { body }: StoredResource, facts: Pick<Principal, "createdAt"> = {}): void {
  const objectId = textAt(body.properties, "principalId");
  const clientId = textAt(body.properties, "clientId");
  if (objectId === undefined || clientId === undefined) return;
  world.directory.add({ clientId, objectId, displayName: body.name, isManagedIdentity: true, ...facts });
}
