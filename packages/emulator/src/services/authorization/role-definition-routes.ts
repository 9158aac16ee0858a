import { resourceKey } from "@azlin/core";
import { ArmError } from "../../arm/arm-error.ts";
import type { ArmRequest, ArmResponse } from "../../arm/arm-request.ts";
import { BUILT_IN_ROLES, builtInRole, type BuiltInRole } from "../../arm/built-in-roles.ts";
import { customRole, ROLE_DEFINITION_TYPE } from "../../arm/role-definitions.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import { textAt, textsAt, type JsonObject } from "../../json/json.ts";
import type { World } from "../../world/world.ts";
import { roleDefinitionDoesNotExist } from "./role-definition-errors.ts";
import { removeRole, writeRole } from "./write-role-definition.ts";

const PATH = `/{*scope}/providers/${ROLE_DEFINITION_TYPE}`;
const ROLE = `${PATH}/{roleId}`;

/** Role definitions, at any scope: built-in ones, and custom ones that can be made. */
export const roleDefinitionRoutes: readonly ArmRoute[] = [
  { method: "GET", path: PATH, handle: listDefinitions },
  { method: "GET", path: ROLE, handle: showDefinition },
  {
    method: "PUT",
    path: ROLE,
    handle: (request, world) => ({ status: 201, body: toBody(request, writeRole(request, world).body) }),
  },
  { method: "DELETE", path: ROLE, handle: removeDefinition },
];

/** A role definition, wherever it comes from. */
interface Definition extends JsonObject {
  name: string;
  properties?: JsonObject;
}

function listDefinitions(request: ArmRequest, world: World): ArmResponse {
  const matches = readFilter(request.query.get("$filter"));
  const place = `${resourceKey(request.parameters["scope"] ?? "/")}/`;
  const custom = [...world.store.ofType(ROLE_DEFINITION_TYPE)]
    .map(({ body }) => body)
    .filter(({ properties }) => textsAt(properties, "assignableScopes").some((scope) => isSeenAt(place, scope)));
  const found = [...BUILT_IN_ROLES.map(definitionOf), ...custom].filter(({ properties }) => matches(properties));
  return { status: 200, body: { value: found.map((role) => toBody(request, role)) } };
}

/** A role is seen at, above and below the scopes that it can be assigned at. */
function isSeenAt(place: string, assignable: string): boolean {
  const other = assignable === "/" ? "/" : `${resourceKey(assignable)}/`;
  return place.startsWith(other) || other.startsWith(place);
}

/** `roleName eq '…'`, `type eq '…'` and `atScopeAndBelow()`, also joined by `and`. */
function readFilter(filter: string | undefined): (properties: JsonObject | undefined) => boolean {
  const wanted: [member: string, value: string][] = [];
  for (const term of (filter ?? "").split(/\s+and\s+/i).filter((part) => part.trim() !== "")) {
    const [, member, value] = /^\s*(roleName|type)\s+eq\s+'(.*)'\s*$/i.exec(term) ?? [];
    if (member !== undefined && value !== undefined) {
      wanted.push([member.toLowerCase() === "type" ? "type" : "roleName", value.replaceAll("''", "'").toLowerCase()]);
    } else if (!/^\s*atScopeAndBelow\(\)\s*$/i.test(term)) throw unsupportedFilter(filter!);
  }
  return (properties) => wanted.every(([member, value]) => textAt(properties, member)?.toLowerCase() === value);
}

function showDefinition(request: ArmRequest, world: World): ArmResponse {
  const name = request.parameters["roleId"]!;
  const builtIn = builtInRole(name);
  const role = builtIn === undefined ? customRole(world, name)?.body : definitionOf(builtIn);
  if (role === undefined) throw roleDefinitionDoesNotExist(name.toLowerCase());
  return { status: 200, body: toBody(request, role) };
}

function removeDefinition(request: ArmRequest, world: World): ArmResponse {
  const found = customRole(world, request.parameters["roleId"]!);
  if (found === undefined) return { status: 204 };
  removeRole(world, found);
  return { status: 200, body: toBody(request, found.body) };
}

function definitionOf({ id, roleName, description, ...rights }: BuiltInRole): Definition {
  const { actions, notActions, dataActions } = rights;
  return {
    name: id,
    properties: {
      roleName,
      type: "BuiltInRole",
      description,
      assignableScopes: ["/"],
      permissions: [
        { actions: [...actions], notActions: [...notActions], dataActions: [...dataActions], notDataActions: [] },
      ],
      createdOn: "2015-02-02T21:55:09.8806423Z",
      updatedOn: "2023-12-14T16:19:24.1100000Z",
      createdBy: null,
      updatedBy: null,
    },
  };
}

/** The id tells the subscription that a role was asked for in. */
function toBody(request: ArmRequest, { name, properties }: Definition): unknown {
  const [root, id] = request.segments;
  const subscription = root?.toLowerCase() === "subscriptions" ? `/subscriptions/${id}` : "";
  return {
    id: `${subscription}/providers/${ROLE_DEFINITION_TYPE}/${name}`,
    type: ROLE_DEFINITION_TYPE,
    name,
    properties,
  };
}

function unsupportedFilter(filter: string): ArmError {
  return new ArmError(400, "UnsupportedFilter", `The filter '${filter}' is not supported.`);
}
