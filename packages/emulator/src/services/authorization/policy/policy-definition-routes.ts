import { ArmError } from "../../../arm/arm-error.ts";
import { requireBody, type ArmRequest, type ArmResponse } from "../../../arm/arm-request.ts";
import { deleteResource } from "../../../arm/delete-resource.ts";
import {
  BUILT_IN_POLICIES,
  findPolicyDefinition,
  POLICY_DEFINITION_TYPE,
  type PolicyDefinition,
} from "../../../arm/policy/policy-definitions.ts";
import type { ArmRoute } from "../../../arm/route-table.ts";
import { writeResource } from "../../../arm/write-resource.ts";
import { objectAt, textAt } from "../../../json/json.ts";
import type { World } from "../../../world/world.ts";
import { policyDefinitionType } from "./policy-definition-type.ts";

const LIST = `/{*scope}/providers/${POLICY_DEFINITION_TYPE}`;
const DEFINITION = `${LIST}/{definitionName}`;
const TYPE_FILTER = /policyType eq '(\w+)'/i;

/** Policy definitions: a subscription's own, and the built-in ones everywhere. */
export const policyDefinitionRoutes: readonly ArmRoute[] = [
  { method: "GET", path: LIST, handle: listDefinitions },
  { method: "GET", path: DEFINITION, handle: showDefinition },
  { method: "PUT", path: DEFINITION, handle: putDefinition },
  { method: "DELETE", path: DEFINITION, handle: removeDefinition },
];

function listDefinitions(request: ArmRequest, world: World): ArmResponse {
  const wanted = TYPE_FILTER.exec(request.query.get("$filter") ?? "")?.[1]?.toLowerCase();
  const scope = scopeOf(request);
  const own = scope === "" ? [] : [...world.store.ofType(POLICY_DEFINITION_TYPE, scope)];
  const custom = own.map(({ body }) => ({ ...body, properties: objectAt(body, "properties") }));
  const value = [...custom, ...BUILT_IN_POLICIES].filter(
    ({ properties }) => wanted === undefined || textAt(properties, "policyType")?.toLowerCase() === wanted,
  );
  return { status: 200, body: { value: value.map(bodyOf) } };
}

function showDefinition(request: ArmRequest, world: World): ArmResponse {
  const found = findPolicyDefinition(world, idOf(request));
  if (found !== undefined) return { status: 200, body: bodyOf(found) };
  throw policyDefinitionNotFound(request.parameters["definitionName"]!);
}

function putDefinition(request: ArmRequest, world: World): ArmResponse {
  const { apiVersion } = request;
  const write = { method: "PUT", resourceId: idOf(request), body: requireBody(request), apiVersion } as const;
  return { status: 201, body: writeResource(world, policyDefinitionType, write).resource.body };
}

function removeDefinition(request: ArmRequest, world: World): ArmResponse {
  const found = world.store.get(idOf(request));
  if (found === undefined) return { status: 204 };
  deleteResource(world, policyDefinitionType, found);
  return { status: 200 };
}

/** Azure's refusal for a definition that is not there. */
export function policyDefinitionNotFound(name: string): ArmError {
  return new ArmError(404, "PolicyDefinitionNotFound", `The policy definition '${name}' could not be found.`);
}

function bodyOf({ id, name, properties }: PolicyDefinition): object {
  return { id, name, type: POLICY_DEFINITION_TYPE, properties };
}

function scopeOf({ parameters }: ArmRequest): string {
  const scope = parameters["scope"]!;
  return scope === "/" ? "" : scope;
}

function idOf(request: ArmRequest): string {
  return `${scopeOf(request)}/providers/${POLICY_DEFINITION_TYPE}/${request.parameters["definitionName"]}`;
}
