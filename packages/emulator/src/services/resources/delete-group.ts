import { resourceKey, resourceTypeOf, parseResourceId } from "@azlin/core";
import { ArmError } from "../../arm/arm-error.ts";
import { removeResource } from "../../arm/delete-resource.ts";
import { requireUnlocked } from "../../arm/management-locks.ts";
import { requireAllowedDelete } from "../../arm/policy/check-policies.ts";
import { RESOURCE_GROUP_TYPE } from "../../arm/resource-groups.ts";
import type { Operation } from "../../world/operation-engine.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { deletionWaves, groupMembers } from "./deletion-order.ts";

/** A resource that keeps its group from being deleted, and why. */
interface Blocker {
  readonly resource: StoredResource;
  readonly error: ArmError;
}

/** Has the resources of a group go one wave after another while its deletion is under way; none if that is to fail. */
export function startCascade(world: World, deletion: Operation): void {
  if (deletion.error !== undefined) return;
  const { resourceId, startedAt, endsAt } = deletion;
  const count = deletionWaves(world, resourceId).length;
  for (let wave = 1; wave <= count; wave++) {
    const durationMs = Math.floor(((endsAt - startedAt) * wave) / (count + 1));
    const place = { resourceId, resourceType: RESOURCE_GROUP_TYPE };
    world.operations.start({ ...place, verb: "cascade", durationMs, internal: true });
  }
}

/** Deletes what nothing in the group refers to any more. While anything is blocked, nothing goes. */
export function deleteFirstWave({ resourceId }: Operation, world: World): undefined {
  if (world.store.get(resourceId)?.body.properties?.["provisioningState"] !== "Deleting") return undefined;
  if (blockersOf(world, resourceId).length > 0) return undefined;
  const [wave = []] = deletionWaves(world, resourceId);
  for (const member of wave) removeIfThere(world, member);
  return undefined;
}

/**
 * End of a group's deletion: it goes with all that is left in it.
 *
 * @throws ArmError (`ResourceGroupDeletionBlocked`) with a detail for each resource that must not go; nothing goes then.
 */
export function completeGroupDelete({ id, resourceId }: Operation, world: World): undefined {
  const group = world.store.get(resourceId);
  if (group === undefined) return undefined;
  const blockers = blockersOf(world, resourceId);
  if (blockers.length > 0) throw deletionBlocked(group.body.name, blockers, id);
  for (const wave of deletionWaves(world, resourceId)) for (const member of wave) removeIfThere(world, member);
  removeResource(world, group);
  return undefined;
}

/** A resource may have gone with another of its wave. */
function removeIfThere(world: World, member: StoredResource): void {
  const present = world.store.get(member.body.id);
  if (present !== undefined) removeResource(world, present);
}

/** What may not go although everything else in the group went: because of locks and policies, or of what lies outside. */
function blockersOf(world: World, groupId: string): Blocker[] {
  const members = groupMembers(world, groupId);
  const keys = new Set(Array.from(world.store.below(groupId), ({ body }) => resourceKey(body.id)));
  const forbidden = members.flatMap((resource) =>
    refusalOf(resource, () => {
      requireUnlocked(world, resource.body.id, "delete");
      requireAllowedDelete(world, resource);
    }),
  );
  const inUse = world.store.asIfGone(keys, () =>
    members.flatMap((resource) =>
      refusalOf(resource, () => world.types.get(resource.body.type)?.guardDelete?.(resource, world)),
    ),
  );
  const known = new Set(forbidden.map(({ resource }) => resource));
  return [...forbidden, ...inUse.filter(({ resource }) => !known.has(resource))];
}

function refusalOf(resource: StoredResource, check: () => void): Blocker[] {
  try {
    check();
    return [];
  } catch (error) {
    if (error instanceof ArmError) return [{ resource, error }];
    throw error;
  }
}

function deletionBlocked(groupName: string, blockers: readonly Blocker[], trackingId: string): ArmError {
  const identifiers = blockers.map(({ resource: { body } }) => {
    const id = parseResourceId(body.id);
    return `${resourceTypeOf(id)}/${id.names.join("/")}`;
  });
  return new ArmError(
    409,
    "ResourceGroupDeletionBlocked",
    `Deletion of resource group '${groupName}' failed as resources with identifiers '${identifiers.join(",")}' could ` +
      "not be deleted. The provisioning state of the resource group will be rolled back. " +
      `The tracking Id is '${trackingId}'. Please check audit logs for more details.`,
    {
      details: blockers.map(({ resource, error }) => ({
        target: resource.body.id,
        message: JSON.stringify(error.toBody()),
      })),
    },
  );
}
