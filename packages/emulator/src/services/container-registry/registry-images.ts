import { objectAt, type JsonObject } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { REGISTRY_TYPE } from "./registry-contract.ts";

/** The registry that answers at a host, if this world has it. */
export function registryOf(world: World, host: string): StoredResource | undefined {
  const [, name] = /^([a-z0-9]+)\.azurecr\.io$/i.exec(host) ?? [];
  if (name === undefined) return undefined;
  return [...world.store.ofType(REGISTRY_TYPE)].find(({ body }) => body.name.toLowerCase() === name.toLowerCase());
}

/** Tags of an image in a registry, with the digests of their manifests. */
export function imagesOf({ internals }: StoredResource, image: string): JsonObject {
  return objectAt(objectAt(internals, "images"), image);
}
