import { isObject, type Json } from "../../json/json.ts";
import type { ArmResource } from "../../world/resource-store.ts";

/** What a policy looks at: a resource as it is to become, or as it is. */
export interface PolicySubject {
  readonly body: ArmResource;
  /** Type as policies name it: `Microsoft.Resources/subscriptions/resourceGroups` for groups. */
  readonly type: string;
  /** Whether it has a location and tags: policies of mode `Indexed` see nothing else. */
  readonly isIndexed: boolean;
}

const TAG = /^tags(?:\[\s*'?(.*?)'?\s*\]|\.(.+))$/i;
const MEMBERS = new Set(["name", "location", "kind", "id"]);

/** The value of a policy's `field`; `undefined` when the resource has none. */
export function fieldOf({ body, type }: PolicySubject, field: string): Json | undefined {
  const lower = field.toLowerCase();
  if (lower === "type") return type;
  if (lower === "tags") return body.tags;
  if (MEMBERS.has(lower)) return body[lower];
  const tag = TAG.exec(field);
  if (tag !== null) return memberOf(body.tags, tag[1] ?? tag[2] ?? "");
  return aliasOf(body, type, field);
}

/** An alias is the type and the path below `properties`, or of a member such as `sku`: `Microsoft.Compute/disks/sku.name`. */
function aliasOf(body: ArmResource, type: string, field: string): Json | undefined {
  const prefix = `${type.toLowerCase()}/`;
  if (!field.toLowerCase().startsWith(prefix)) return undefined;
  const path = field.slice(prefix.length).split(".");
  return memberAt(body.properties, path) ?? memberAt(body, path);
}

function memberAt(from: Json | undefined, path: readonly string[]): Json | undefined {
  return path.reduce<Json | undefined>((value, name) => memberOf(value, name), from);
}

/** Names of members and tags are the same in any case. */
function memberOf(value: Json | undefined, name: string): Json | undefined {
  if (!isObject(value)) return undefined;
  const key = Object.keys(value).find((known) => known.toLowerCase() === name.toLowerCase());
  return key === undefined ? undefined : value[key];
}
