import { viewResource } from "../../../arm/read-resource.ts";
import { textAt, type JsonObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { subscriptionOf } from "../query-scope.ts";
import { extendedProperties } from "./extended-properties.ts";
import type { ColumnReaders } from "./table.ts";

/**
 * The columns of `Resources`, and how Azure writes them: `type` and `resourceGroup` in lower case, texts that are not
 * there as empty, everything else that is not there as nothing.
 */
export function resourceColumns(world: World): ColumnReaders<StoredResource> {
  const { tenantId } = world.settings;
  return {
    id: ({ body }) => body.id,
    name: ({ body }) => body.name,
    type: ({ body }) => body.type.toLowerCase(),
    tenantId: () => tenantId,
    kind: ({ body }) => textAt(body, "kind") ?? "",
    location: ({ body }) => body.location ?? "",
    resourceGroup: ({ body }) => (body.id.split("/", 5)[4] ?? "").toLowerCase(),
    subscriptionId: ({ body }) => subscriptionOf(body.id),
    managedBy: ({ body }) => textAt(body, "managedBy") ?? "",
    sku: ({ body }) => body["sku"] ?? null,
    plan: ({ body }) => body["plan"] ?? null,
    properties: (resource) => propertiesOf(world, resource),
    tags: ({ body }) => body.tags ?? null,
    identity: ({ body }) => body["identity"] ?? null,
    zones: ({ body }) => body["zones"] ?? null,
    extendedLocation: ({ body }) => body["extendedLocation"] ?? null,
  };
}

function propertiesOf(world: World, resource: StoredResource): JsonObject {
  const { properties = {} } = viewResource(world, resource);
  const extended = extendedProperties(resource);
  return extended === undefined ? properties : { ...properties, extended };
}
