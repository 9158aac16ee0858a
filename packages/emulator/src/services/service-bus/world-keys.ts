import type { AccessRight, SharedAccessKey, SharedAccessKeys } from "../../broker/namespace/shared-access-keys.ts";
import { objectAt, textsAt } from "../../json/json.ts";
import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { keysOf } from "./access-keys.ts";
import { ENTITY_KEYS_TYPES, NAMESPACE_KEYS_TYPE } from "./authorization-rule-types.ts";

/** The shared access policies of a namespace, as the world's resources tell them; none when local authentication is off. */
export function worldKeys(world: World, namespaceId: string): SharedAccessKeys {
  return {
    find: (name) => {
      const properties = objectAt(world.store.get(namespaceId)?.body, "properties");
      if (properties["disableLocalAuth"] === true) return [];
      const own = policiesNamed(world, [NAMESPACE_KEYS_TYPE], { namespaceId, name });
      const entities = policiesNamed(world, ENTITY_KEYS_TYPES, { namespaceId, name });
      return [
        ...own.map((rule) => toKey(rule, world)),
        ...entities.map((rule) => ({
          ...toKey(rule, world),
          entity: (rule.body.id.split("/")[10] ?? "").replaceAll("~", "/"),
        })),
      ];
    },
  };
}

function policiesNamed(
  world: World,
  types: readonly string[],
  { namespaceId, name }: { readonly namespaceId: string; readonly name: string },
): StoredResource[] {
  return types.flatMap((type) => [...world.store.ofType(type, namespaceId)]).filter(({ body }) => body.name === name);
}

function toKey(rule: StoredResource, world: World): SharedAccessKey {
  const rights = textsAt(rule.body.properties, "rights") as AccessRight[];
  return { name: rule.body.name, rights, ...keysOf(rule, world) };
}
