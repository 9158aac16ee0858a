import { isObject, objectsAt, textAt, type JsonObject } from "../json/json.ts";
import type { ArmResource, StoredResource } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";
import type { ResourceType } from "./resource-type.ts";

/** Children found in a parent's document: their type, and the elements as sent. */
export type TakenChildren = readonly { readonly type: string; readonly elements: readonly JsonObject[] }[];

/** Takes the embedded children out of a parent's document. Members that were not sent keep their children. */
export function takeChildren(definition: ResourceType | undefined, body: ArmResource): TakenChildren {
  return Object.entries(definition?.embeds ?? {}).flatMap(([member, type]) => {
    if (!isObject(body.properties) || body.properties[member] === undefined) return [];
    const elements = objectsAt(body.properties, member);
    delete body.properties[member];
    return [{ type, elements }];
  });
}

/** Stores children that came in their parent's document; those that a PUT no longer names are gone. */
export function storeChildren(
  world: World,
  taken: TakenChildren,
  { parent, write }: { readonly parent: ArmResource; readonly write: ChildWriter },
): void {
  for (const { type, elements } of taken) {
    const definition = world.types.get(type)!;
    const idOf = (child: JsonObject): string => `${parent.id}/${type.split("/").at(-1)}/${textAt(child, "name")}`;
    const kept = new Set(elements.map((element) => idOf(element).toLowerCase()));
    for (const child of Array.from(world.store.ofType(type, parent.id))) {
      if (kept.has(child.body.id.toLowerCase())) continue;
      definition.guardDelete?.(child, world);
      world.store.remove(child.body.id);
    }
    for (const element of elements) followParent(world, write(definition, idOf(element), element), parent);
  }
}

/** Writes one child by the rules of its type. */
export type ChildWriter = (definition: ResourceType, resourceId: string, body: JsonObject) => StoredResource;

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

/** The resource with its children back in its document, each as `view` shows it. */
export function withChildren(
  world: World,
  resource: StoredResource,
  { embeds, view }: { readonly embeds: Readonly<Record<string, string>>; readonly view: ChildView },
): StoredResource {
  const properties: JsonObject = { ...resource.body.properties };
  for (const [member, type] of Object.entries(embeds)) {
    properties[member] = Array.from(world.store.ofType(type, resource.body.id), view);
  }
  return { ...resource, body: { ...resource.body, properties } };
}

/** The document of a child as answers show it. */
export type ChildView = (child: StoredResource) => ArmResource;
