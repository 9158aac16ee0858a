import { ArmError } from "../../arm/arm-error.ts";
import type { ArmRequest, ArmResponse } from "../../arm/arm-request.ts";
import { pollingHeaders } from "../../arm/long-running.ts";
import { pageOf } from "../../arm/paging.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { deletedVaultId, deletedVaultNotFound } from "./soft-delete.ts";
import { DELETED_VAULT_TYPE } from "./vault-types.ts";

const PROVIDER = "/subscriptions/{subscriptionId}/providers/Microsoft.KeyVault";
const DELETED = `${PROVIDER}/locations/{location}/deletedVaults/{vaultName}`;

/** Vaults that were deleted: shown, and purged. They are recovered by a write of the vault. */
export const deletedVaultRoutes: readonly ArmRoute[] = [
  { method: "GET", path: `${PROVIDER}/deletedVaults`, handle: listDeleted },
  {
    method: "GET",
    path: DELETED,
    handle: (request, world) => ({ status: 200, body: requireDeleted(request, world).body }),
  },
  { method: "POST", path: `${DELETED}/purge`, handle: startPurge },
];

function listDeleted(request: ArmRequest, world: World): ArmResponse {
  const scope = `/subscriptions/${request.parameters["subscriptionId"]}`;
  return pageOf(world.store.ofType(DELETED_VAULT_TYPE, scope), request, ({ body }) => body);
}

function startPurge(request: ArmRequest, world: World): ArmResponse {
  const { body } = requireDeleted(request, world);
  if (body.properties?.["purgeProtectionEnabled"] === true) {
    throw new ArmError(405, "MethodNotAllowed", "Operation 'DeletedVaultPurge' is not allowed.", { cause: "service" });
  }
  const operation = world.operations.start({
    verb: "purge",
    resourceId: body.id,
    resourceType: DELETED_VAULT_TYPE,
    location: request.parameters["location"]!,
    durationMs: world.latency.durationOf("purge", DELETED_VAULT_TYPE),
  });
  return { status: 202, headers: pollingHeaders(operation, "location", { ...request, world }) };
}

function requireDeleted(request: ArmRequest, world: World): StoredResource {
  const { subscriptionId = "", location = "", vaultName = "" } = request.parameters;
  const found = world.store.get(deletedVaultId(subscriptionId, location, vaultName));
  if (found === undefined) throw deletedVaultNotFound();
  return found;
}
