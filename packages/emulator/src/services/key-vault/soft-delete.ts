import { ArmError } from "../../arm/arm-error.ts";
import type { WriteDraft } from "../../arm/resource-type.ts";
import { objectAt, textAt } from "../../json/json.ts";
import type { Operation } from "../../world/operation-engine.ts";
import type { ArmResource, StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { DELETED_VAULT_TYPE } from "./vault-types.ts";

const DAY_MS = 86_400_000;
const DEFAULT_RETENTION_DAYS = 90;

/** Keeps a vault that is being deleted, whatever deletes it, until it is purged or its retention is over. */
export function keepDeletedVault({ body }: StoredResource, world: World): void {
  const { location = "", name, properties = {} } = body;
  const days = properties["softDeleteRetentionInDays"];
  const retentionMs = (typeof days === "number" ? days : DEFAULT_RETENTION_DAYS) * DAY_MS;
  const now = world.clock.now();
  const id = deletedVaultId(body.id.split("/")[2] ?? "", location, name);
  const deleted: ArmResource = {
    id,
    name,
    type: DELETED_VAULT_TYPE,
    properties: {
      vaultId: body.id,
      location,
      tags: body.tags ?? {},
      deletionDate: new Date(now).toISOString(),
      scheduledPurgeDate: new Date(now + retentionMs).toISOString(),
      ...(properties["enablePurgeProtection"] === true && { purgeProtectionEnabled: true }),
    },
  };
  world.store.put({ body: deleted, internals: { vault: body } });
  const place = { resourceId: id, resourceType: DELETED_VAULT_TYPE };
  world.operations.start({ ...place, verb: "expire", durationMs: retentionMs, internal: true });
}

/** End of a deleted vault's retention: it goes for good, unless it was recovered or deleted anew in the meantime. */
export function expireDeletedVault({ resourceId }: Operation, world: World): undefined {
  const deleted = world.store.get(resourceId);
  const due = Date.parse(textAt(deleted?.body.properties, "scheduledPurgeDate") ?? "");
  if (deleted !== undefined && due <= world.clock.now()) forgetVault(world, deleted);
  return undefined;
}

/** Takes a deleted vault out for good, with its secrets. */
export function forgetVault(world: World, { body }: StoredResource): void {
  world.store.remove(body.id);
  world.secrets.removeVault(body.name);
}

/** Gives a vault back as it was; what the write sends lies over it. @throws ArmError when none of that name was deleted. */
export function recoverVault({ body, id, world }: WriteDraft): void {
  const deletedId = deletedVaultId(id.subscriptionId ?? "", body.location ?? "", body.name);
  const deleted = world.store.get(deletedId);
  if (deleted === undefined) throw deletedVaultNotFound();
  const vault = objectAt(deleted.internals, "vault");
  body.properties = { ...objectAt(vault, "properties"), ...body.properties };
  body.tags ??= objectAt(vault, "tags") as Record<string, string>;
  world.store.remove(deletedId);
}

/** Where a deleted vault is found. */
export function deletedVaultId(subscriptionId: string, location: string, name: string): string {
  return `/subscriptions/${subscriptionId}/providers/Microsoft.KeyVault/locations/${location}/deletedVaults/${name}`;
}

/** Azure's refusal for a deleted vault that is not there. */
export function deletedVaultNotFound(): ArmError {
  return new ArmError(404, "ResourceNotFound", "The specified resource does not exist.", { cause: "service" });
}
