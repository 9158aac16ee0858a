import { ArmError } from "../../arm/arm-error.ts";
import type { ArmRequest, ArmResponse } from "../../arm/arm-request.ts";
import { BUILT_IN_ROLES, builtInRole, type BuiltInRole } from "../../arm/built-in-roles.ts";
import type { ArmRoute } from "../../arm/route-table.ts";

const PATH = "/{*scope}/providers/Microsoft.Authorization/roleDefinitions";
const NAME_FILTER = /^roleName eq '(.+)'$/i;

/** Role definitions, at any scope. */
export const roleDefinitionRoutes: readonly ArmRoute[] = [
  { method: "GET", path: PATH, handle: listDefinitions },
  { method: "GET", path: `${PATH}/{roleId}`, handle: showDefinition },
];

function listDefinitions(request: ArmRequest): ArmResponse {
  const name = NAME_FILTER.exec(request.query.get("$filter") ?? "")?.[1]?.toLowerCase();
  const roles = BUILT_IN_ROLES.filter((role) => name === undefined || role.roleName.toLowerCase() === name);
  return { status: 200, body: { value: roles.map((role) => definitionBody(request, role)) } };
}

function showDefinition(request: ArmRequest): ArmResponse {
  const roleId = request.parameters["roleId"]!.toLowerCase();
  const role = builtInRole(roleId);
  if (role === undefined) {
    throw new ArmError(
      404,
      "RoleDefinitionDoesNotExist",
      `The specified role definition with ID '${roleId}' does not exist.`,
    );
  }
  return { status: 200, body: definitionBody(request, role) };
}

function permissionOf({ actions, notActions, dataActions }: BuiltInRole): unknown {
  return { actions, notActions, dataActions, notDataActions: [] };
}

function definitionBody(request: ArmRequest, role: BuiltInRole): unknown {
  const subscription =
    request.segments[0]?.toLowerCase() === "subscriptions" ? `/subscriptions/${request.segments[1]}` : "";
  return {
    id: `${subscription}/providers/Microsoft.Authorization/roleDefinitions/${role.id}`,
    type: "Microsoft.Authorization/roleDefinitions",
    name: role.id,
    properties: {
      roleName: role.roleName,
      type: "BuiltInRole",
      description: role.description,
      assignableScopes: ["/"],
      permissions: [permissionOf(role)],
      createdOn: "2015-02-02T21:55:09.8806423Z",
      updatedOn: "2023-12-14T16:19:24.1100000Z",
      createdBy: null,
      updatedBy: null,
    },
  };
}
