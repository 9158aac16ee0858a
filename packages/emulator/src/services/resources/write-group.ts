import { resourceNameOf } from "@azlin/core";
import { ArmError } from "../../arm/arm-error.ts";
import { locationRequired } from "../../arm/arm-errors.ts";
import { isKnownLocation, normalizeLocation } from "../../arm/locations.ts";
import { requireAllowedWrite } from "../../arm/policy/check-policies.ts";
import { checkGroupName, RESOURCE_GROUP_TYPE } from "../../arm/resource-groups.ts";
import { readTags } from "../../arm/tag-rules.ts";
import { textAt, type JsonObject } from "../../json/json.ts";
import type { ArmResource, StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";

/**
 * Creates a resource group, or changes its tags.
 *
 * @throws ArmError (`InvalidResourceGroup`, `LocationRequired`, `InvalidResourceGroupLocation`, …).
 */
export function writeGroup(
  world: World,
  groupId: string,
  sent: JsonObject,
): { readonly group: StoredResource; readonly isNew: boolean } {
  const existing = world.store.get(groupId);
  const name = existing?.body.name ?? resourceNameOf(groupId);
  checkGroupName(name);
  const location = readLocation(world, sent, existing);
  const tags = readTags(sent["tags"]);
  const managedBy = textAt(sent, "managedBy");
  const body: ArmResource = {
    id: existing?.body.id ?? groupId,
    name,
    type: RESOURCE_GROUP_TYPE,
    location,
    ...(managedBy !== undefined && { managedBy }),
    ...(tags !== undefined && { tags }),
    properties: { provisioningState: "Succeeded" },
  };
  requireAllowedWrite(world, body);
  return { group: world.store.put({ body }), isNew: existing === undefined };
}

function readLocation(world: World, sent: JsonObject, existing: StoredResource | undefined): string {
  const asked = textAt(sent, "location");
  if (asked === undefined) throw locationRequired();
  const location = normalizeLocation(asked);
  if (!isKnownLocation(location) && world.settings.profile !== "replay") throw unknownGroupLocation(location);
  const there = existing?.body.location;
  if (there !== undefined && there !== location) throw groupElsewhere(existing!.body.name, there, location);
  return location;
}

function unknownGroupLocation(location: string): ArmError {
  return new ArmError(
    400,
    "LocationNotAvailableForResourceGroup",
    `The provided location '${location}' is not available for resource group.`,
  );
}

function groupElsewhere(name: string, there: string, wanted: string): ArmError {
  return new ArmError(
    409,
    "InvalidResourceGroupLocation",
    `Invalid resource group location '${wanted}'. The Resource group already exists in location '${there}' (${name}).`,
  );
}
