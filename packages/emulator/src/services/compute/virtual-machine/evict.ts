import { removeResource } from "../../../arm/delete-resource.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { setPower } from "./power.ts";

/** Takes a VM from its user, as its eviction policy says: deallocated, or deleted. */
export function evict(world: World, vm: StoredResource): void {
  if (vm.body.properties?.["evictionPolicy"] === "Delete") removeResource(world, vm);
  else setPower(world, vm, { power: "deallocated", cause: "platform" });
}
