import { parseResourceId, resourceNameOf, resourceTypeOf, ValidationError } from "@azlin/core";
import type { TrustedIssuer } from "../entra/directory-object.ts";
import type { Principal } from "../entra/principal.ts";
import { takeChildren } from "../arm/embedded-children.ts";
import { RESOURCE_GROUP_TYPE } from "../arm/resource-groups.ts";
import { isObject, textAt, type JsonObject } from "../json/json.ts";
import { seedFleet, type FleetSeed } from "./seed-fleet.ts";
import type { ArmResource } from "./resource-store.ts";
import type { World } from "./world.ts";

/**
 * What can be put into a world as it is: a resource, a principal, an issuer whose tokens federated credentials may
 * name, a whole fleet; or several of these.
 */
export type Seed =
  | { readonly id: string; readonly body: object }
  | { readonly principal: Principal }
  | { readonly issuer: TrustedIssuer }
  | { readonly fleet: FleetSeed }
  | readonly Seed[];

/**
 * Puts things into a world as if they had always been there: nothing is checked, nothing takes time.
 *
 * @throws ValidationError (`INVALID_SEED`) for what is none of {@link Seed}.
 */
export function seedWorld(world: World, seed: Seed): void {
  if (isSeedList(seed)) {
    for (const one of seed) seedWorld(world, one);
  } else if ("principal" in seed) world.directory.add(seed.principal);
  else if ("issuer" in seed) world.directory.issuers.set(seed.issuer.issuer, seed.issuer);
  else if ("fleet" in seed) seedFleet(world, seed.fleet);
  else if ("id" in seed && isObject(seed.body)) seedResource(world, seed.id, seed.body);
  else throw new ValidationError("INVALID_SEED", "A seed has an id and a body, a principal, an issuer or a fleet.");
}

function isSeedList(seed: Seed): seed is readonly Seed[] {
  return Array.isArray(seed);
}

function seedResource(world: World, id: string, body: JsonObject): void {
  const parsed = parseResourceId(id);
  const told = resourceTypeOf(parsed);
  const isGroup = parsed.provider === undefined && parsed.resourceGroup !== undefined;
  const definition = world.types.get(told);
  const type = isGroup ? RESOURCE_GROUP_TYPE : (definition?.type ?? told);
  const resource: ArmResource = { ...body, id: bodyId(body, id), name: resourceNameOf(id), type };
  if (isObject(body["properties"])) resource.properties = { ...body["properties"] };
  const children = takeChildren(definition, resource);
  const stored = world.store.put({ body: resource });
  for (const { type: childType, elements } of children) {
    for (const element of elements) seedResource(world, childIdOf(stored.body.id, childType, element), element);
  }
  definition?.seeded?.(stored, world);
}

/** Children in a document tell their id, or at least their name. */
function childIdOf(parentId: string, type: string, child: JsonObject): string {
  return textAt(child, "id") ?? `${parentId}/${type.split("/").at(-1)}/${textAt(child, "name") ?? "default"}`;
}

function bodyId(body: JsonObject, id: string): string {
  return typeof body["id"] === "string" ? body["id"] : id;
}
