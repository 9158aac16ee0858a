import { resourceNameOf } from "@azlin/core";
import { ROLE_ASSIGNMENT_TYPE } from "../../arm/authorization.ts";
import { requireBody, type ArmRequest } from "../../arm/arm-request.ts";
import { BUILT_IN_ROLES, builtInRole } from "../../arm/built-in-roles.ts";
import { customRole, customRoleId, ROLE_DEFINITION_TYPE } from "../../arm/role-definitions.ts";
import { objectAt, objectsAt, textAt, textsAt, type JsonObject } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { badRequestFormat, roleHasAssignments, sameRoleName, tooManyRoles } from "./role-definition-errors.ts";

/** Most custom roles of a directory. */
const LIMIT = 5000;

/**
 * Makes or replaces a custom role.
 *
 * @throws ArmError for a built-in one, without name, permissions or assignable scopes, and for a name that another has.
 */
export function writeRole(request: ArmRequest, world: World): StoredResource {
  const name = request.parameters["roleId"]!;
  if (builtInRole(name) !== undefined) throw badRequestFormat("A built-in role cannot be changed.");
  const sent = objectAt(requireBody(request), "properties");
  const roleName = requireName(world, name, sent);
  const existing = customRole(world, name);
  if (existing === undefined) requireRoom(world);
  const now = world.clock.timestamp();
  const before = existing?.body.properties;
  const properties: JsonObject = {
    roleName,
    type: "CustomRole",
    description: textAt(sent, "description") ?? "",
    assignableScopes: requireScopes(sent),
    permissions: requirePermissions(sent),
    createdOn: before?.["createdOn"] ?? now,
    updatedOn: now,
    createdBy: before?.["createdBy"] ?? request.principal.objectId,
    updatedBy: request.principal.objectId,
  };
  return world.store.put({ body: { id: customRoleId(name), name, type: ROLE_DEFINITION_TYPE, properties } });
}

/** @throws ArmError (`RoleDefinitionHasAssignments`) while assignments name the role. */
export function removeRole(world: World, { body }: StoredResource): void {
  const name = body.name.toLowerCase();
  for (const assignment of world.store.ofType(ROLE_ASSIGNMENT_TYPE)) {
    const assigned = resourceNameOf(textAt(assignment.body.properties, "roleDefinitionId") ?? "");
    if (assigned.toLowerCase() === name) throw roleHasAssignments();
  }
  world.store.remove(body.id);
}

function requireName(world: World, name: string, sent: JsonObject): string {
  const roleName = textAt(sent, "roleName");
  if (roleName === undefined || roleName.trim() === "") throw badRequestFormat("A role has a roleName.");
  const wanted = roleName.toLowerCase();
  const isBuiltIn = BUILT_IN_ROLES.some((role) => role.roleName.toLowerCase() === wanted);
  const twin = [...world.store.ofType(ROLE_DEFINITION_TYPE)].find(
    ({ body }) => textAt(body.properties, "roleName")?.toLowerCase() === wanted,
  );
  const isTaken = twin !== undefined && twin.body.name.toLowerCase() !== name.toLowerCase();
  if (isBuiltIn || isTaken) throw sameRoleName(roleName);
  return roleName;
}

function requireScopes(sent: JsonObject): string[] {
  const scopes = textsAt(sent, "assignableScopes");
  if (scopes.length === 0) throw badRequestFormat("A role has assignableScopes.");
  return scopes;
}

function requirePermissions(sent: JsonObject): JsonObject[] {
  const permissions = objectsAt(sent, "permissions");
  if (permissions.length === 0) throw badRequestFormat("A role has permissions.");
  return permissions.map((permission) => ({
    actions: textsAt(permission, "actions"),
    notActions: textsAt(permission, "notActions"),
    dataActions: textsAt(permission, "dataActions"),
    notDataActions: textsAt(permission, "notDataActions"),
  }));
}

function requireRoom(world: World): void {
  const count = [...world.store.ofType(ROLE_DEFINITION_TYPE)].length;
  if (count >= LIMIT) throw tooManyRoles(LIMIT);
}
