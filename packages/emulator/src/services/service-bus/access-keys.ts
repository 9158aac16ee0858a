import { newSharedAccessKey } from "../../broker/generated-keys.ts";
import { objectAt, textAt, type JsonObject } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";

/** Fresh keys of a policy. */
export function newKeys(world: World): JsonObject {
  const { random } = world.ids;
  return { primaryKey: newSharedAccessKey(random), secondaryKey: newSharedAccessKey(random) };
}

/** The two keys of a policy; one that was put into the world without any is given some when they are first asked for. */
export function keysOf(
  rule: StoredResource,
  world: World,
): { readonly primaryKey: string; readonly secondaryKey: string } {
  const known = objectAt(rule.internals, "keys");
  const keys = textAt(known, "primaryKey") === undefined ? newKeys(world) : known;
  if (keys !== known) world.store.put({ body: rule.body, internals: { ...rule.internals, keys } });
  return { primaryKey: textAt(keys, "primaryKey") ?? "", secondaryKey: textAt(keys, "secondaryKey") ?? "" };
}
