import type { World } from "../world/world.ts";
import { methodNotAllowed, missingApiVersion } from "./arm-errors.ts";
import { requireBody, type ArmRequest, type ArmResponse } from "./arm-request.ts";
import { deleteResource } from "./delete-resource.ts";
import { pollingHeaders } from "./long-running.ts";
import { pageOf } from "./paging.ts";
import { requireAllowedDelete } from "./policy/check-policies.ts";
import { listedResources, requireResource, viewResource } from "./read-resource.ts";
import { requireGroup } from "./resource-groups.ts";
import type { ResourcePath } from "./resource-path.ts";
import { parseResourceId } from "@azlin/core";
import { writeResource, type WriteResult } from "./write-resource.ts";
import { startAction } from "./act-on-resource.ts";

/** Answers any request that names a resource, a list of resources or an action, by the rules of the type. */
export function handleResource(request: ArmRequest, world: World, path: ResourcePath): ArmResponse {
  if (request.apiVersion === "") throw missingApiVersion();
  if (path.kind === "collection") return listCollection(request, world, path);
  if (path.kind === "action") return startAction(request, world, path);
  switch (request.method) {
    case "GET":
      return { status: 200, body: viewResource(world, requireHere(world, path), { query: request.query }) };
    case "HEAD":
      return { status: world.store.has(path.id) ? 204 : 404 };
    case "PUT":
    case "PATCH":
      return answerWrite(request, world, path);
    case "DELETE":
      return answerDelete(request, world, path);
    default:
      throw methodNotAllowed(request.method);
  }
}

function requireHere(world: World, path: ResourcePath): ReturnType<typeof requireResource> {
  return requireResource(world, path.definition, path.id);
}

function listCollection(request: ArmRequest, world: World, path: ResourcePath): ArmResponse {
  if (request.method !== "GET") throw methodNotAllowed(request.method);
  const { resourceGroup, types } = parseResourceId(path.id);
  if (resourceGroup !== undefined) requireGroup(world, parseResourceId(path.id));
  if (types.length > 0) requireParent(world, path);
  const elements = listedResources(world, path.definition, { ...request, scope: path.id });
  return pageOf(elements, request, (resource) => viewResource(world, resource, { query: request.query, listed: true }));
}

function requireParent(world: World, path: ResourcePath): void {
  const parentType = world.types.get(path.definition.type.split("/").slice(0, -1).join("/"));
  if (parentType !== undefined) requireResource(world, parentType, path.id);
}

function answerWrite(request: ArmRequest, world: World, path: ResourcePath): ArmResponse {
  const result = writeResource(world, path.definition, {
    method: request.method === "PUT" ? "PUT" : "PATCH",
    resourceId: path.id,
    body: requireBody(request),
    apiVersion: request.apiVersion,
    headers: request.headers,
  });
  return writeResponse(request, world, result);
}

/** The answer to a write, by its type's contract. */
function writeResponse(request: ArmRequest, world: World, result: WriteResult): ArmResponse {
  const { contract, operation, resource, isNew } = result;
  return {
    status: isNew ? contract.created : (contract.updated ?? 200),
    ...(operation !== undefined && { headers: pollingHeaders(operation, contract.answer, { ...request, world }) }),
    ...((contract.bodyless !== true || !isNew) && { body: viewResource(world, resource) }),
  };
}

function answerDelete(request: ArmRequest, world: World, path: ResourcePath): ArmResponse {
  const resource = world.store.get(path.id);
  if (resource === undefined) {
    const id = parseResourceId(path.id);
    if (id.resourceGroup !== undefined) requireGroup(world, id);
    return { status: 204 };
  }
  requireAllowedDelete(world, resource);
  const operation = deleteResource(world, path.definition, resource);
  const contract = path.definition.remove!;
  return {
    status: contract.status,
    ...(operation !== undefined && { headers: pollingHeaders(operation, contract.answer, { ...request, world }) }),
  };
}
