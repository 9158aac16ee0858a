import { resourceNameOf } from "@azlin/core";
import { ROLE_ASSIGNMENT_TYPE } from "../../../arm/authorization.ts";
import { BUILT_IN_ROLES, type BuiltInRole } from "../../../arm/built-in-roles.ts";
import { ROLE_DEFINITION_TYPE } from "../../../arm/role-definitions.ts";
import { textAt, type JsonObject } from "../../../json/json.ts";
import type { ArmResource, StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import type { Plan } from "../kql/plan.ts";
import { subscriptionOf, visibleResources, type QueryScope } from "../query-scope.ts";
import { tableOf, type ColumnReaders } from "./table.ts";

/** Where Azure's table has all role definitions, whatever scope they were assigned at. */
const DEFINITIONS = "/providers/Microsoft.Authorization/RoleDefinitions";

/** A row of `AuthorizationResources`: a role assignment or a role definition. */
interface AuthorizationRow {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly properties: JsonObject;
}

/** `AuthorizationResources`: role assignments and the definitions of roles. */
export function authorizationTable(world: World, scope: QueryScope): Plan {
  return tableOf(authorizationColumns(world), () => authorizationRows(world, scope));
}

function authorizationColumns(world: World): ColumnReaders<AuthorizationRow> {
  const { tenantId } = world.settings;
  return {
    id: ({ id }) => id,
    name: ({ name }) => name,
    type: ({ type }) => type,
    tenantId: () => tenantId,
    kind: () => "",
    location: () => "global",
    resourceGroup: ({ resourceGroup }) => resourceGroup,
    subscriptionId: ({ subscriptionId }) => subscriptionId,
    managedBy: () => "",
    sku: () => null,
    plan: () => null,
    properties: ({ properties }) => properties,
    tags: () => null,
    identity: () => null,
    zones: () => null,
    extendedLocation: () => null,
  };
}

function* authorizationRows(world: World, scope: QueryScope): Generator<AuthorizationRow> {
  for (const assignment of visibleResources(world, scope, (type) => type === ROLE_ASSIGNMENT_TYPE)) {
    yield assignmentRow(assignment);
  }
  for (const role of BUILT_IN_ROLES) yield definitionRow(role);
  for (const { body } of world.store.ofType(ROLE_DEFINITION_TYPE)) yield customRow(body);
}

function assignmentRow({ body }: StoredResource): AuthorizationRow {
  const definition = textAt(body.properties, "roleDefinitionId") ?? "";
  return {
    id: body.id,
    name: body.name,
    type: ROLE_ASSIGNMENT_TYPE.toLowerCase(),
    resourceGroup: body.id.startsWith("/subscriptions/") ? groupOf(body.id) : "",
    subscriptionId: body.id.startsWith("/subscriptions/") ? subscriptionOf(body.id) : "",
    properties: { ...body.properties, roleDefinitionId: `${DEFINITIONS}/${resourceNameOf(definition)}` },
  };
}

function groupOf(id: string): string {
  const [, , , container = "", group = ""] = id.split("/", 5);
  return container.toLowerCase() === "resourcegroups" ? group.toLowerCase() : "";
}

function customRow({ name, properties = {} }: ArmResource): AuthorizationRow {
  const type = "microsoft.authorization/roledefinitions";
  return { id: `${DEFINITIONS}/${name}`, name, type, resourceGroup: "", subscriptionId: "", properties };
}

function definitionRow({ id, roleName, description, ...rights }: BuiltInRole): AuthorizationRow {
  const { actions, notActions, dataActions } = rights;
  return {
    id: `${DEFINITIONS}/${id}`,
    name: id,
    type: "microsoft.authorization/roledefinitions",
    resourceGroup: "",
    subscriptionId: "",
    properties: {
      roleName,
      description,
      type: "BuiltInRole",
      assignableScopes: ["/"],
      permissions: [
        { actions: [...actions], notActions: [...notActions], dataActions: [...dataActions], notDataActions: [] },
      ],
    },
  };
}
