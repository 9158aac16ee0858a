import { isObject, objectsAt, type JsonObject } from "../json/json.ts";
import type { ArmResource, StoredResource } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";
import type { ResourceType, WriteRequest } from "./resource-type.ts";
import { viewResource } from "./read-resource.ts";
import { writeResource } from "./write-resource.ts";

/** Children found in a parent's document: their type, and the elements as sent. */
export type TakenChildren = readonly { readonly type: string; readonly elements: readonly JsonObject[] }[];

/** Takes the embedded children out of a parent's document. Members that were not sent keep their children. */
export function takeChildren(definition: ResourceType, body: ArmResource): TakenChildren {
  return Object.entries(definition.embeds ?? {}).flatMap(([member, type]) => {
    if (!isObject(body.properties) || body.properties[member] === undefined) return [];
    const elements = objectsAt(body.properties, member);
    delete body.properties[member];
    return [{ type, elements }];
  });
}

/** Stores children that came in their parent's document; those that a PUT no longer names are gone. */
export function storeChildren(world: World, parent: ArmResource, taken: TakenChildren, request: WriteRequest): void {
  for (const { type, elements } of taken) {
    const definition = world.types.get(type)!;
    const idOf = (name: string): string => `${parent.id}/${type.split("/").at(-1)}/${name}`;
    const kept = new Set(elements.map((element) => idOf(String(element["name"])).toLowerCase()));
    for (const child of [...world.store.ofType(type, parent.id)]) {
      if (kept.has(child.body.id.toLowerCase())) continue;
      definition.guardDelete?.(child, world);
      world.store.remove(child.body.id);
    }
    for (const element of elements) {
      const resourceId = idOf(String(element["name"]));
      const { resource } = writeResource(
        world,
        { ...definition, write: { created: 201, answer: "none" } },
        {
          method: "PUT",
          resourceId,
          body: element,
          apiVersion: request.apiVersion,
        },
      );
      followParent(world, resource, parent);
    }
  }
}

/** A child that came with its parent passes through the same states. */
function followParent(world: World, child: StoredResource, parent: ArmResource): void {
  const provisioningState = parent.properties?.["provisioningState"];
  world.store.put({
    body: {
      ...child.body,
      ...(parent["etag"] !== undefined && { etag: parent["etag"] }),
      properties: { ...child.body.properties, provisioningState },
    },
  });
}

/** The resource with its children back in its document. */
export function withChildren(world: World, definition: ResourceType, resource: StoredResource): StoredResource {
  const properties: JsonObject = { ...resource.body.properties };
  for (const [member, type] of Object.entries(definition.embeds ?? {})) {
    properties[member] = [...world.store.ofType(type, resource.body.id)].map((child) => viewResource(world, child));
  }
  return { ...resource, body: { ...resource.body, properties } };
}
