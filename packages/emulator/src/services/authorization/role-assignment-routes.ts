import { resourceKey } from "@azlin/core";
import { ArmError } from "../../arm/arm-error.ts";
import { requireBody, type ArmRequest, type ArmResponse } from "../../arm/arm-request.ts";
import { ROLE_ASSIGNMENT_TYPE } from "../../arm/authorization.ts";
import { deleteResource } from "../../arm/delete-resource.ts";
import { findScope } from "../../arm/find-scope.ts";
import { pageOf } from "../../arm/paging.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import { writeResource } from "../../arm/write-resource.ts";
import { textAt } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { roleAssignmentType } from "./role-assignment-type.ts";

const LIST = `/{*scope}/providers/${ROLE_ASSIGNMENT_TYPE}`;
const ASSIGNMENT = `${LIST}/{assignmentName}`;

/** Role assignments, at any scope. */
export const roleAssignmentRoutes: readonly ArmRoute[] = [
  { method: "GET", path: LIST, handle: listAssignments },
  { method: "GET", path: ASSIGNMENT, handle: showAssignment },
  { method: "PUT", path: ASSIGNMENT, handle: putAssignment },
  { method: "DELETE", path: ASSIGNMENT, handle: removeAssignment },
];

/** What of the assignments at, above and below a scope is wanted. */
interface AssignmentFilter {
  readonly isBelowShown: boolean;
  readonly principalId?: string;
}

function listAssignments(request: ArmRequest, world: World): ArmResponse {
  const scope = scopeOf(request);
  if (scope !== "") findScope(world, scope);
  const { isBelowShown, principalId } = readFilter(request.query.get("$filter"));
  const place = `${resourceKey(scope)}/`;
  const found = [...world.store.ofType(ROLE_ASSIGNMENT_TYPE)].filter(({ body: { properties } }) => {
    if (principalId !== undefined && textAt(properties, "principalId")?.toLowerCase() !== principalId) return false;
    const assigned = textAt(properties, "scope") ?? "/";
    const other = assigned === "/" ? "/" : `${resourceKey(assigned)}/`;
    return place.startsWith(other) || (isBelowShown && other.startsWith(place));
  });
  return pageOf(found, request, ({ body }) => body);
}

/** `atScope()`, `principalId eq '…'` and `assignedTo('…')`, also joined by `and`. */
function readFilter(filter: string | undefined): AssignmentFilter {
  let read: AssignmentFilter = { isBelowShown: true };
  for (const term of (filter ?? "").split(/\s+and\s+/i).filter((part) => part.trim() !== "")) {
    const principalId = /^\s*(?:principalId\s+eq\s+|assignedTo\()'([^']*)'\)?\s*$/i.exec(term)?.[1];
    if (principalId !== undefined) read = { ...read, principalId: principalId.toLowerCase() };
    else if (/^\s*atScope\(\)\s*$/i.test(term)) read = { ...read, isBelowShown: false };
    else throw unsupportedFilter(filter!);
  }
  return read;
}

function showAssignment(request: ArmRequest, world: World): ArmResponse {
  const found = world.store.get(idOf(request));
  if (found !== undefined) return { status: 200, body: found.body };
  throw new ArmError(
    404,
    "RoleAssignmentNotFound",
    `The role assignment '${request.parameters["assignmentName"]}' is not found.`,
  );
}

function putAssignment(request: ArmRequest, world: World): ArmResponse {
  const scope = scopeOf(request);
  if (scope !== "") findScope(world, scope);
  const { apiVersion, principal } = request;
  const write = { method: "PUT", resourceId: idOf(request), body: requireBody(request), apiVersion } as const;
  const { isNew, resource } = writeResource(world, roleAssignmentType, write);
  const stamped = stamp(world, resource, principal.objectId);
  return { status: isNew ? 201 : 200, body: stamped.body };
}

/** Who made an assignment, and who changed it last. */
function stamp(world: World, { body }: StoredResource, objectId: string): StoredResource {
  const createdBy = textAt(body.properties, "createdBy") ?? objectId;
  return world.store.put({ body: { ...body, properties: { ...body.properties, createdBy, updatedBy: objectId } } });
}

function removeAssignment(request: ArmRequest, world: World): ArmResponse {
  const found = world.store.get(idOf(request));
  if (found === undefined) return { status: 204 };
  deleteResource(world, roleAssignmentType, found);
  return { status: 200, body: found.body };
}

/** The scope of a request; empty for the tenant. */
function scopeOf({ parameters }: ArmRequest): string {
  const scope = parameters["scope"]!;
  return scope === "/" ? "" : scope;
}

function idOf(request: ArmRequest): string {
  return `${scopeOf(request)}/providers/${ROLE_ASSIGNMENT_TYPE}/${request.parameters["assignmentName"]}`;
}

function unsupportedFilter(filter: string): ArmError {
  return new ArmError(
    400,
    "UnsupportedFilter",
    `The filter '${filter}' is not supported. Supported filters are either ` +
      "'atScope()' or 'principalId eq '{value}'' or 'assignedTo('{value}')'.",
  );
}
