import { resourceKey } from "@azlin/core";
import { ArmError } from "../../../arm/arm-error.ts";
import { requireBody, type ArmRequest, type ArmResponse } from "../../../arm/arm-request.ts";
import { deleteResource } from "../../../arm/delete-resource.ts";
import { findScope } from "../../../arm/find-scope.ts";
import { pageOf } from "../../../arm/paging.ts";
import { POLICY_ASSIGNMENT_TYPE } from "../../../arm/policy/policy-definitions.ts";
import type { ArmRoute } from "../../../arm/route-table.ts";
import { writeResource } from "../../../arm/write-resource.ts";
import { textAt } from "../../../json/json.ts";
import type { World } from "../../../world/world.ts";
import { policyAssignmentType } from "./policy-assignment-type.ts";

const LIST = `/{*scope}/providers/${POLICY_ASSIGNMENT_TYPE}`;
const ASSIGNMENT = `${LIST}/{assignmentName}`;

/** Policy assignments. */
export const policyAssignmentRoutes: readonly ArmRoute[] = [
  { method: "GET", path: LIST, handle: listAssignments },
  { method: "GET", path: ASSIGNMENT, handle: showAssignment },
  { method: "PUT", path: ASSIGNMENT, handle: putAssignment },
  { method: "DELETE", path: ASSIGNMENT, handle: removeAssignment },
];

/** All assignments at a scope, above it and below it. */
function listAssignments(request: ArmRequest, world: World): ArmResponse {
  const scope = request.parameters["scope"]!;
  findScope(world, scope);
  const place = `${resourceKey(scope)}/`;
  const found = [...world.store.ofType(POLICY_ASSIGNMENT_TYPE)].filter(({ body }) => {
    const assigned = `${resourceKey(textAt(body.properties, "scope") ?? "")}/`;
    return place.startsWith(assigned) || assigned.startsWith(place);
  });
  return pageOf(found, request, ({ body }) => body);
}

function showAssignment(request: ArmRequest, world: World): ArmResponse {
  const found = world.store.get(idOf(request));
  if (found !== undefined) return { status: 200, body: found.body };
  throw new ArmError(
    404,
    "PolicyAssignmentNotFound",
    `The policy assignment '${request.parameters["assignmentName"]}' is not found.`,
  );
}

function putAssignment(request: ArmRequest, world: World): ArmResponse {
  findScope(world, request.parameters["scope"]!);
  const { apiVersion } = request;
  const write = { method: "PUT", resourceId: idOf(request), body: requireBody(request), apiVersion } as const;
  return { status: 201, body: writeResource(world, policyAssignmentType, write).resource.body };
}

function removeAssignment(request: ArmRequest, world: World): ArmResponse {
  const found = world.store.get(idOf(request));
  if (found === undefined) return { status: 204 };
  deleteResource(world, policyAssignmentType, found);
  return { status: 200, body: found.body };
}

function idOf({ parameters }: ArmRequest): string {
  return `${parameters["scope"]}/providers/${POLICY_ASSIGNMENT_TYPE}/${parameters["assignmentName"]}`;
}
