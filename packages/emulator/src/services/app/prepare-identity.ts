import { objectAt, textAt, type JsonObject } from "../../json/json.ts";
import type { WriteDraft } from "../../arm/resource-type.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { appRefusal } from "./app-error.ts";

const IDENTITY_TYPE = "microsoft.managedidentity/userassignedidentities";
const SYSTEM = "SystemAssigned";

/**
 * Fills in the ids of the identities that a resource has.
 *
 * @throws ArmError (`FailedIdentityOperation`) for a user-assigned identity that is not there.
 */
export function prepareIdentity({ body, existing, world }: WriteDraft): void {
  const identity = objectAt(body, "identity");
  const type = textAt(identity, "type") ?? "None";
  body["identity"] = { type };
  if (type.includes("UserAssigned")) {
    const entries = Object.keys(objectAt(identity, "userAssignedIdentities")).map((id) => [id, idsOf(world, id)]);
    objectAt(body, "identity")["userAssignedIdentities"] = Object.fromEntries(entries) as JsonObject;
  }
  if (!type.includes(SYSTEM)) return;
  const before = textAt(objectAt(existing?.body, "identity"), "principalId");
  const ids = { principalId: before ?? world.ids.guid(), tenantId: world.settings.tenantId };
  Object.assign(objectAt(body, "identity"), ids);
}

/** Keeps the directory in step with the identity that a resource has of itself; `before` is the resource as it was. */
export function followOwnIdentity(
  world: World,
  before: StoredResource | undefined,
  after: StoredResource | undefined,
): void {
  const [old, current] = [before, after].map((one) => textAt(objectAt(one?.body, "identity"), "principalId"));
  if (old === current) return;
  if (old !== undefined) world.directory.remove(old);
  if (current === undefined) return;
  const ids = { clientId: current, objectId: current, displayName: after!.body.name };
  world.directory.add({ ...ids, isManagedIdentity: true, createdAt: world.clock.now() });
}

/** Object id of the principal behind an `identity` of a secret or registry: `system`, or the id of an identity. */
export function principalOf(world: World, resource: StoredResource["body"], identity: string): string | undefined {
  if (identity.toLowerCase() === "system") return textAt(objectAt(resource, "identity"), "principalId");
  const own = Object.keys(objectAt(objectAt(resource, "identity"), "userAssignedIdentities"));
  const isOwn = own.some((id) => id.toLowerCase() === identity.toLowerCase());
  return isOwn ? textAt(world.store.get(identity)?.body.properties, "principalId") : undefined;
}

function idsOf(world: World, id: string): JsonObject {
  const identity = world.store.get(id);
  if (identity?.body.type.toLowerCase() !== IDENTITY_TYPE) {
    throw appRefusal(
      "FailedIdentityOperation",
      "Failed to perform resource identity operation. Status: 'BadRequest'. Response: " +
        `'The user-assigned identity '${id}' was not found.'.`,
    );
  }
  const { principalId, clientId } = identity.body.properties ?? {};
  return { principalId, clientId };
}
