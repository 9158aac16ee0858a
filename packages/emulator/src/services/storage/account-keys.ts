import { invalidParameter } from "../../arm/arm-errors.ts";
import type { ArmResponse } from "../../arm/arm-request.ts";
import type { ActionCall, ResourceAction } from "../../arm/resource-type.ts";
import { objectAt, type JsonObject } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";

const NAMES = ["key1", "key2"];

/** The two keys of an account. */
export const accountKeyActions: Readonly<Record<string, ResourceAction>> = {
  listKeys: {
    answer: "sync",
    run: ({ resource, world, request }) => listKeys(keysOf(resource, world), request.apiVersion),
  },
  regenerateKey: { answer: "sync", run: regenerateKey },
};

/** Fresh keys, as an account has them from its first day. */
export function newAccountKeys(world: World): JsonObject {
  return Object.fromEntries(NAMES.map((name) => [name, newKey(world)]));
}

/** Keys of an account that was put into the world without any are made when they are first asked for. */
function keysOf(account: StoredResource, world: World): JsonObject {
  const keys = objectAt(account.internals, "keys");
  if (keys["key1"] !== undefined) return keys;
  const made = newAccountKeys(world);
  world.store.put({ body: account.body, internals: { ...account.internals, keys: made } });
  return made;
}

function regenerateKey({ resource, world, request }: ActionCall): ArmResponse {
  const name = request.body?.["keyName"];
  if (typeof name !== "string" || !NAMES.includes(name)) throw invalidParameter("keyName", "The key name is invalid.");
  const keys = { ...keysOf(resource, world), [name]: newKey(world) };
  world.store.put({ body: resource.body, internals: { ...resource.internals, keys } });
  return listKeys(keys, request.apiVersion);
}

function listKeys(keys: JsonObject, apiVersion: string): ArmResponse {
  const permissions = apiVersion < "2017-10-01" ? "Full" : "FULL";
  return { status: 200, body: { keys: NAMES.map((keyName) => ({ keyName, value: keys[keyName], permissions })) } };
}

function newKey(world: World): string {
  return Buffer.from(Array.from({ length: 64 }, () => world.ids.integer(256))).toString("base64");
}
