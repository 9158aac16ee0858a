import type { StoredResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { NAMESPACE_TYPE } from "./service-bus-contract.ts";

const VALID = /^[a-z](?:-?[a-z0-9]){5,49}$/i;

/** Why a namespace's name may not be had. */
export interface NamespaceNameRefusal {
  readonly reason: "InvalidName" | "NameInUse";
  readonly message: string;
}

/** Names are of 6 to 50 letters, digits and hyphens, and unique in all of Azure. `undefined`: the name is free. */
export function checkNamespaceName(world: World, name: string): NamespaceNameRefusal | undefined {
  if (!VALID.test(name))
    return { reason: "InvalidName", message: `The specified service namespace '${name}' is invalid.` };
  if (namespaceNamed(world, name) === undefined) return undefined;
  return { reason: "NameInUse", message: `The specified service namespace '${name}' is not available.` };
}

/** The namespace of that name, in any subscription. */
export function namespaceNamed(world: World, name: string): StoredResource | undefined {
  const wanted = name.toLowerCase();
  for (const resource of world.store.ofType(NAMESPACE_TYPE)) {
    if (resource.body.name.toLowerCase() === wanted) return resource;
  }
  return undefined;
}
