import { resourceKey, resourceNameOf } from "@azlin/core";
import type { ArmRequest, ArmResponse } from "../../arm/arm-request.ts";
import { ROLE_ASSIGNMENT_TYPE } from "../../arm/authorization.ts";
import { rightsOf, type RoleRights } from "../../arm/role-definitions.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import { textAt } from "../../json/json.ts";
import type { World } from "../../world/world.ts";

/** What the caller may do at a scope: everything for the administrator, else what its assignments' roles say. */
export const permissionRoutes: readonly ArmRoute[] = [
  { method: "GET", path: "/{*scope}/providers/Microsoft.Authorization/permissions", handle: listPermissions },
];

function listPermissions(request: ArmRequest, world: World): ArmResponse {
  if (request.principal.administrator === true) {
    const everything = { actions: ["*"], notActions: [], dataActions: [], notDataActions: [] };
    return { status: 200, body: { value: [everything] } };
  }
  const place = `${resourceKey(request.parameters["scope"] ?? "")}/`;
  const roles = Array.from(world.store.ofType(ROLE_ASSIGNMENT_TYPE))
    .filter(({ body }) => textAt(body.properties, "principalId") === request.principal.objectId)
    .filter(({ body }) => place.startsWith(`${resourceKey(textAt(body.properties, "scope") ?? "/")}/`))
    .map(({ body }) => resourceNameOf(textAt(body.properties, "roleDefinitionId") ?? "").toLowerCase());
  const value = [...new Set(roles)].flatMap((role) => rightsOf(world, role) ?? []).map(shown);
  return { status: 200, body: { value } };
}

function shown({ actions, notActions, dataActions, notDataActions }: RoleRights): RoleRights {
  return { actions, notActions, dataActions, notDataActions };
}
