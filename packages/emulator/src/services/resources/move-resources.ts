import { parseResourceId, resourceKey } from "@azlin/core";
import { ArmError } from "../../arm/arm-error.ts";
import { resourceGroupNotFound } from "../../arm/arm-errors.ts";
import { requireBody, type ArmRequest, type ArmResponse } from "../../arm/arm-request.ts";
import { requireUnlocked } from "../../arm/management-locks.ts";
import { pollingHeaders } from "../../arm/long-running.ts";
import { requireLivingGroup, RESOURCE_GROUP_TYPE } from "../../arm/resource-groups.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import { isObject, textAt, type Json } from "../../json/json.ts";
import type { Operation } from "../../world/operation-engine.ts";
import type { ArmResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";

const PATH = "/subscriptions/{subscriptionId}/resourceGroups/{resourceGroup}/moveResources";

/** Moving resources to another group. */
export const moveRoutes: readonly ArmRoute[] = [{ method: "POST", path: PATH, handle: startMove }];

function startMove(request: ArmRequest, world: World): ArmResponse {
  const { subscriptionId, resourceGroup } = request.parameters;
  const source = `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}`;
  requireLivingGroup(world, parseResourceId(source));
  const body = requireBody(request);
  const target = textAt(body, "targetResourceGroup") ?? "";
  if (!world.store.has(target)) throw resourceGroupNotFound(target.split("/")[4] ?? target);
  const resources = Array.isArray(body["resources"]) ? body["resources"].filter((id) => typeof id === "string") : [];
  for (const id of resources) requireMovable(world, id, source);
  for (const id of [target, ...resources]) requireUnlocked(world, id, "write");
  const operation = world.operations.start({
    verb: "move",
    resourceId: source,
    resourceType: RESOURCE_GROUP_TYPE,
    durationMs: 0,
    input: { resources, target },
  });
  return { status: 202, headers: pollingHeaders(operation, "location", { ...request, world }) };
}

function requireMovable(world: World, id: string, source: string): void {
  if (world.store.has(id) && resourceKey(id).startsWith(`${resourceKey(source)}/`)) return;
  throw new ArmError(
    400,
    "ResourceMoveProviderValidationFailed",
    `The resource '${id}' cannot be moved: it is not in the group '${source}'.`,
  );
}

/** End of a move: ids change, and with them every reference to them. */
export function completeMove({ input }: Operation, world: World): undefined {
  const target = textAt(input, "target") ?? "";
  const ids = Array.isArray(input["resources"]) ? input["resources"].filter((id) => typeof id === "string") : [];
  const moves = ids.map((id) => ({ from: resourceKey(id), to: `${target}/providers/${id.split("/providers/")[1]}` }));
  for (const resource of Array.from(world.store.all())) {
    const body = rewrite(resource.body, moves) as ArmResource;
    if (body.id !== resource.body.id) world.store.remove(resource.body.id);
    if (JSON.stringify(body) !== JSON.stringify(resource.body)) {
      world.store.put({ body, internals: resource.internals });
    }
  }
  return undefined;
}

interface Move {
  readonly from: string;
  readonly to: string;
}

function rewrite(value: Json, moves: readonly Move[]): Json {
  if (typeof value === "string") return rewriteId(value, moves);
  if (Array.isArray(value)) return value.map((entry) => rewrite(entry, moves));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, rewrite(entry ?? null, moves)]));
}

function rewriteId(text: string, moves: readonly Move[]): string {
  if (!text.startsWith("/subscriptions/")) return text;
  const key = resourceKey(text);
  const move = moves.find(({ from }) => key === from || key.startsWith(`${from}/`));
  return move === undefined ? text : move.to + text.slice(move.from.length);
}
