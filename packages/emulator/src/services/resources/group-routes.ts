import { locationRequired, resourceGroupNotFound } from "../../arm/arm-errors.ts";
import { ArmError } from "../../arm/arm-error.ts";
import { requireBody, type ArmRequest, type ArmResponse } from "../../arm/arm-request.ts";
import { deleteResource } from "../../arm/delete-resource.ts";
import { isKnownLocation, normalizeLocation } from "../../arm/locations.ts";
import { pollingHeaders } from "../../arm/long-running.ts";
import { pageOf } from "../../arm/paging.ts";
import { RESOURCE_GROUP_TYPE } from "../../arm/resource-groups.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import { readTags } from "../../arm/tag-rules.ts";
import type { ArmResource, StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { parseResourceFilter } from "./resource-filter.ts";
import { resourceGroupType } from "./resource-group-type.ts";

const GROUP = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}";
const VALID_NAME = /^[\p{L}\p{N}_.()-]{0,89}[\p{L}\p{N}_()-]$/u;

/** Resource groups. */
export const groupRoutes: readonly ArmRoute[] = [
  { method: "GET", path: "/subscriptions/{subscriptionId}/resourceGroups", handle: listGroups },
  {
    method: "GET",
    path: GROUP,
    handle: (request, world) => ({ status: 200, body: existingGroup(request, world).body }),
  },
  {
    method: "HEAD",
    path: GROUP,
    handle: (request, world) => ({ status: world.store.has(groupId(request)) ? 204 : 404 }),
  },
  { method: "PUT", path: GROUP, handle: putGroup },
  { method: "PATCH", path: GROUP, handle: patchGroup },
  { method: "DELETE", path: GROUP, handle: deleteGroup },
];

function listGroups(request: ArmRequest, world: World): ArmResponse {
  const matches = parseResourceFilter(request.query.get("$filter"));
  const groups = world.store.ofType(RESOURCE_GROUP_TYPE, `/subscriptions/${request.parameters["subscriptionId"]}`);
  return pageOf([...groups].filter(matches), request, ({ body }) => body);
}

function putGroup(request: ArmRequest, world: World): ArmResponse {
  const sent = requireBody(request);
  const name = request.parameters["resourceGroup"]!;
  if (!VALID_NAME.test(name)) throw invalidGroupName(name);
  if (typeof sent["location"] !== "string") throw locationRequired();
  const location = normalizeLocation(sent["location"]);
  if (!isKnownLocation(location) && world.settings.profile !== "replay") throw unknownGroupLocation(location);
  const existing = world.store.get(groupId(request));
  if (existing?.body.location !== undefined && existing.body.location !== location) {
    throw groupElsewhere(name, existing.body.location, location);
  }
  const tags = readTags(sent["tags"]);
  const managedBy = typeof sent["managedBy"] === "string" ? sent["managedBy"] : undefined;
  const body: ArmResource = {
    id: existing?.body.id ?? groupId(request),
    name: existing?.body.name ?? name,
    type: RESOURCE_GROUP_TYPE,
    location,
    ...(managedBy !== undefined && { managedBy }),
    ...(tags !== undefined && { tags }),
    properties: { provisioningState: "Succeeded" },
  };
  return { status: existing === undefined ? 201 : 200, body: world.store.put({ body }).body };
}

function patchGroup(request: ArmRequest, world: World): ArmResponse {
  const { body } = existingGroup(request, world);
  const tags = readTags(requireBody(request)["tags"]);
  return { status: 200, body: world.store.put({ body: tags === undefined ? body : { ...body, tags } }).body };
}

function deleteGroup(request: ArmRequest, world: World): ArmResponse {
  const group = existingGroup(request, world);
  const running = world.operations.runningOn(group.body.id);
  const operation = running ?? deleteResource(world, resourceGroupType, group)!;
  return { status: 202, headers: pollingHeaders(operation, "location", { ...request, world }) };
}

function groupId(request: ArmRequest): string {
  const { subscriptionId, resourceGroup } = request.parameters;
  return `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
}

function existingGroup(request: ArmRequest, world: World): StoredResource {
  const group = world.store.get(groupId(request));
  if (group === undefined) throw resourceGroupNotFound(request.parameters["resourceGroup"]!);
  return group;
}

function invalidGroupName(name: string): ArmError {
  return new ArmError(
    400,
    "InvalidResourceGroup",
    `The provided resource group name '${name}' has these invalid characters or is longer than 90 characters. ` +
      "The name can only be a letter, digit, '-', '.', '(', ')' or '_'.",
  );
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
