import { resourceGroupNotFound } from "../../arm/arm-errors.ts";
import { requireBody, type ArmRequest, type ArmResponse } from "../../arm/arm-request.ts";
import { deleteResource } from "../../arm/delete-resource.ts";
import { pollingHeaders } from "../../arm/long-running.ts";
import { pageOf } from "../../arm/paging.ts";
import { requireAllowedWrite } from "../../arm/policy/check-policies.ts";
import { RESOURCE_GROUP_TYPE } from "../../arm/resource-groups.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import { readTags } from "../../arm/tag-rules.ts";
import type { Operation } from "../../world/operation-engine.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { startCascade } from "./delete-group.ts";
import { parseResourceFilter } from "./resource-filter.ts";
import { resourceGroupType } from "./resource-group-type.ts";
import { writeGroup } from "./write-group.ts";

const GROUP = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}";

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
  const { group, isNew } = writeGroup(world, groupId(request), requireBody(request));
  return { status: isNew ? 201 : 200, body: group.body };
}

function patchGroup(request: ArmRequest, world: World): ArmResponse {
  const { body } = existingGroup(request, world);
  const tags = readTags(requireBody(request)["tags"]);
  const changed = tags === undefined ? body : { ...body, tags };
  requireAllowedWrite(world, changed);
  return { status: 200, body: world.store.put({ body: changed }).body };
}

function deleteGroup(request: ArmRequest, world: World): ArmResponse {
  const group = existingGroup(request, world);
  const running = world.operations.runningOn(group.body.id, "delete");
  const operation = running ?? startDeletion(world, group);
  return { status: 202, headers: pollingHeaders(operation, "location", { ...request, world }) };
}

function startDeletion(world: World, group: StoredResource): Operation {
  const operation = deleteResource(world, resourceGroupType, group)!;
  startCascade(world, operation);
  return operation;
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
