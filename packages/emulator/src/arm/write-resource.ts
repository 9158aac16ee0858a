import { parseResourceId, resourceNameOf, type ResourceId } from "@azlin/core";
import { isObject, mergeJson, withoutNulls, type JsonObject } from "../json/json.ts";
import { readTags } from "./tag-rules.ts";
import type { Operation } from "../world/operation-engine.ts";
import type { ArmResource, StoredResource } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";
import {
  invalidResourceLocation,
  locationRequired,
  methodNotAllowed,
  parentResourceNotFound,
  preconditionFailed,
  resourceGroupNotFound,
  resourceNotFound,
} from "./arm-errors.ts";
import { storeChildren, takeChildren, type ChildWriter } from "./embedded-children.ts";
import { normalizeLocation } from "./locations.ts";
import { requireAllowedWrite } from "./policy/check-policies.ts";
import { requireLivingGroup } from "./resource-groups.ts";
import type { ResourceType, WriteContract, WriteDraft, WriteRequest } from "./resource-type.ts";

/** What a write led to. */
export interface WriteResult {
  readonly resource: StoredResource;
  readonly contract: WriteContract;
  readonly isNew: boolean;
  /** The operation under way, unless the type answers at once. */
  readonly operation: Operation | undefined;
}

/**
 * Creates or changes one resource by the rules of its type: what the client sent comes back as sent, with defaults,
 * computed and read-only fields laid over it by the type.
 *
 * @throws ArmError as Azure refuses.
 */
export function writeResource(world: World, definition: ResourceType, request: WriteRequest): WriteResult {
  const contract = request.method === "PATCH" ? (definition.patch ?? definition.write) : definition.write;
  if (contract === undefined) throw methodNotAllowed(request.method);
  const id = parseResourceId(request.resourceId);
  const existing = world.store.get(request.resourceId);
  checkPlace(world, { definition, id, request, existing });
  const draft = draftOf(world, { definition, id, request, existing });
  prepareDraft(definition, draft);
  if (definition.etag === true) draft.body["etag"] = world.ids.etag();
  const isNew = existing === undefined;
  if (definition.scope !== "extension") setProvisioningState(draft, contract, isNew);
  const children = takeChildren(definition, draft.body);
  const resource = world.store.put({ body: draft.body, internals: draft.internals });
  const write: ChildWriter = (childType, resourceId, body) =>
    writeChild(world, childType, { ...request, resourceId, body });
  storeChildren(world, children, { parent: resource.body, write });
  definition.written?.(resource, draft);
  const operation = contract.answer === "none" ? undefined : startWrite(world, resource, request.method);
  return { resource: world.store.get(resource.body.id) ?? resource, contract, isNew, operation };
}

function prepareDraft(definition: ResourceType, draft: WriteDraft): void {
  const isOwnWrite = draft.request.embedded !== true && definition.scope !== "extension";
  if (isOwnWrite) requireAllowedWrite(draft.world, draft.body);
  definition.prepare?.(draft);
}

/** Writes a child that came in its parent's document: no operation of its own. */
function writeChild(
  world: World,
  definition: ResourceType,
  { apiVersion, resourceId, body }: WriteRequest,
): StoredResource {
  const immediate: ResourceType = { ...definition, write: { created: 201, answer: "none" } };
  return writeResource(world, immediate, { method: "PUT", resourceId, body, apiVersion, embedded: true }).resource;
}

/** End of a write's operation: the resource has become what it was asked to be. */
export function completeWrite(world: World, definition: ResourceType, resourceId: string): Promise<void> | undefined {
  const resource = world.store.get(resourceId);
  if (resource === undefined) return undefined;
  for (const child of Object.keys(definition.embeds ?? {}).length > 0 ? [...world.store.below(resourceId)] : []) {
    if (world.types.get(child.body.type)?.scope === "extension") continue;
    world.store.put({ body: withState(child.body, "Succeeded") });
  }
  const settled = world.store.put({ body: withState(resource.body, "Succeeded") });
  return definition.settle?.(settled, world) ?? undefined;
}

interface WriteCase {
  readonly definition: ResourceType;
  readonly id: ResourceId;
  readonly request: WriteRequest;
  readonly existing: StoredResource | undefined;
}

function checkPlace(world: World, { definition, id, request, existing }: WriteCase): void {
  if (id.resourceGroup !== undefined && definition.scope !== "extension") requireLivingGroup(world, id);
  if (id.names.length > 1 && !world.store.has(parentIdOf(request.resourceId))) {
    throw parentResourceNotFound(id, "write");
  }
  if (existing === undefined && request.method === "PATCH") {
    if (id.resourceGroup === undefined) throw resourceGroupNotFound(resourceNameOf(request.resourceId));
    throw resourceNotFound(definition.type, id.names, id.resourceGroup);
  }
  checkPreconditions(request.headers, existing);
}

function checkPreconditions(headers: Headers | undefined, existing: StoredResource | undefined): void {
  const ifNoneMatch = headers?.get("if-none-match");
  if (ifNoneMatch === "*" && existing !== undefined) throw preconditionFailed();
  const ifMatch = headers?.get("if-match") ?? undefined;
  if (ifMatch !== undefined && !isMatched(ifMatch, existing)) throw preconditionFailed();
}

function isMatched(ifMatch: string, existing: StoredResource | undefined): boolean {
  return existing !== undefined && (ifMatch === "*" || ifMatch === existing.body["etag"]);
}

function draftOf(world: World, { definition, id, request, existing }: WriteCase): WriteDraft {
  const sent = structuredClone(request.body);
  const merged = request.method === "PATCH" ? mergeJson(existing!.body, sent) : withoutNulls(sent);
  const body: WriteDraft["body"] = {
    ...merged,
    id: existing?.body.id ?? canonicalId(world, definition, request.resourceId),
    name: existing?.body.name ?? id.names.at(-1)!,
    type: definition.type,
    properties: isObject(merged.properties) ? merged.properties : {},
  };
  if (definition.kind !== "proxy") placeTracked(body, request, existing);
  const internals: JsonObject = { ...existing?.internals };
  return { world, request, id, existing, body, internals };
}

function placeTracked(body: ArmResource, request: WriteRequest, existing: StoredResource | undefined): void {
  const location = body.location ?? existing?.body.location;
  if (typeof location !== "string" || location === "") throw locationRequired();
  body.location = normalizeLocation(location);
  const there = existing?.body.location;
  if (there !== undefined && there !== body.location) throw invalidResourceLocation(body.id, there, body.location);
  if (request.body.tags !== undefined) {
    const tags = readTags(request.body.tags);
    if (tags === undefined) delete body.tags;
    else body.tags = tags;
  }
}

function setProvisioningState(draft: WriteDraft, contract: WriteContract, isNew: boolean): void {
  const transitional = isNew ? contract.transitional?.created : contract.transitional?.updated;
  draft.body.properties["provisioningState"] = transitional ?? "Succeeded";
}

function startWrite(world: World, { body }: StoredResource, method: string): Operation {
  return world.operations.start({
    verb: "write",
    resourceId: body.id,
    resourceType: body.type,
    location: body.location ?? "global",
    durationMs: world.latency.durationOf(method, body.type),
  });
}

/** The body with its provisioningState set. */
export function withState(body: ArmResource, state: string): ArmResource {
  return { ...body, properties: { ...body.properties, provisioningState: state } };
}

/** Azure's spelling of the fixed segments; names as the first writer spelled them, also those of group and parents. */
function canonicalId(world: World, definition: ResourceType, resourceId: string): string {
  const id = parseResourceId(resourceId);
  if (definition.scope === "extension") return resourceId;
  const names = id.names.slice(0, -1);
  const parent = names.length === 0 ? undefined : world.store.get(parentIdOf(resourceId))?.body.id;
  const last = `${definition.type.split("/").at(-1)}/${id.names.at(-1)}`;
  if (parent !== undefined) return `${parent}/${last}`;
  const group = id.resourceGroup === undefined ? undefined : groupId(world, id);
  return `${group ?? `/subscriptions/${id.subscriptionId}`}/providers/${definition.type.split("/")[0]}/${last}`;
}

function groupId(world: World, id: ResourceId): string {
  const asked = `/subscriptions/${id.subscriptionId}/resourceGroups/${id.resourceGroup}`;
  return world.store.get(asked)?.body.id ?? asked;
}

/** Id of the resource that a child lies in. */
export function parentIdOf(resourceId: string): string {
  return resourceId.split("/").slice(0, -2).join("/");
}
