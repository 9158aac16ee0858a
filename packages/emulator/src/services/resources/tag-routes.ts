import { parseResourceId } from "@azlin/core";
import { ArmError } from "../../arm/arm-error.ts";
import { invalidRequestContent } from "../../arm/arm-errors.ts";
import { requireBody, type ArmRequest, type ArmResponse } from "../../arm/arm-request.ts";
import { findScope } from "../../arm/find-scope.ts";
import { requireAllowedWrite } from "../../arm/policy/check-policies.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import { mergeTags, readTags, removeTags, type Tags } from "../../arm/tag-rules.ts";
import { isObject, textAt } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";

const PATH = "/{*scope}/providers/Microsoft.Resources/tags/default";

/** The Tags API: every change of one scope's tags is atomic. */
export const tagRoutes: readonly ArmRoute[] = [
  { method: "GET", path: PATH, handle: (request, world) => answer(200, requireScope(request, world)) },
  {
    method: "PUT",
    path: PATH,
    handle: (request, world) => answer(200, setTags(world, requireScope(request, world), sentTags(request))),
  },
  { method: "PATCH", path: PATH, handle: patchTags },
  {
    method: "DELETE",
    path: PATH,
    handle: (request, world) => {
      setTags(world, requireScope(request, world), {});
      return { status: 200 };
    },
  },
];

function patchTags(request: ArmRequest, world: World): ArmResponse {
  const resource = requireScope(request, world);
  const present = resource.body.tags ?? {};
  const sent = sentTags(request);
  switch ((textAt(requireBody(request), "operation") ?? "").toLowerCase()) {
    case "merge":
      return answer(200, setTags(world, resource, mergeTags(present, sent)));
    case "replace":
      return answer(200, setTags(world, resource, sent));
    case "delete":
      return answer(200, setTags(world, resource, removeTags(present, sent)));
    default:
      throw new ArmError(
        400,
        "InvalidTagPatchOperation",
        "The operation of the tags patch is invalid. The supported values are 'Replace', 'Merge' and 'Delete'.",
      );
  }
}

function setTags(world: World, resource: StoredResource, tags: Tags): StoredResource {
  const body = { ...resource.body, tags: { ...tags } };
  requireAllowedWrite(world, body);
  return world.store.put({ body });
}

function sentTags(request: ArmRequest): Tags {
  const { properties } = requireBody(request);
  if (!isObject(properties)) throw invalidRequestContent("The 'properties.tags' member is required.");
  return readTags(properties["tags"]) ?? {};
}

function requireScope(request: ArmRequest, world: World): StoredResource {
  const scope = request.parameters["scope"] ?? "";
  return findScope(world, scope) ?? subscriptionScope(world, scope);
}

/** A subscription has tags too; it becomes a resource of the store with its first ones. */
function subscriptionScope(world: World, scope: string): StoredResource {
  const { subscriptionId = "" } = parseResourceId(scope);
  const body = { id: scope, name: subscriptionId, type: "Microsoft.Resources/subscriptions" };
  return world.store.put({ body });
}

function answer(status: number, { body }: StoredResource): ArmResponse {
  return {
    status,
    body: {
      id: `${body.id}/providers/Microsoft.Resources/tags/default`,
      name: "default",
      type: "Microsoft.Resources/tags",
      properties: { tags: body.tags ?? {} },
    },
  };
}
