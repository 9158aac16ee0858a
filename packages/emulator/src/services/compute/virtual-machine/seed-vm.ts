import { powerStateOf } from "@azlin/core";
import { objectAt, objectsAt, textAt } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { followSystemIdentity } from "./system-identity.ts";
import { attachDisks } from "./vm-disks.ts";

const EXTENSION = "Microsoft.Compute/virtualMachines/extensions";

/** A VM put into the world as it is: power and extensions come out of its document, its disks are there too. */
export function seedVm(vm: StoredResource, world: World): void {
  const { instanceView: _told, ...properties } = vm.body.properties ?? {};
  const statuses = objectsAt(objectAt(vm.body.properties, "instanceView"), "statuses");
  const power = powerStateOf(statuses.map((status) => ({ code: textAt(status, "code") ?? "" })));
  const { resources: _embedded, ...body } = vm.body;
  const stored = world.store.put({
    body: { ...body, id: vm.body.id, name: vm.body.name, type: vm.body.type, properties },
    internals: { ...vm.internals, power: power === "unknown" ? "running" : power, powerSince: world.clock.now() },
  });
  for (const extension of objectsAt(vm.body, "resources")) seedExtension(world, stored, extension);
  attachDisks(world, stored);
  followSystemIdentity(world, undefined, stored);
}

function seedExtension(world: World, vm: StoredResource, extension: ReturnType<typeof objectAt>): void {
  const id = textAt(extension, "id");
  if (id === undefined || world.store.has(id)) return;
  world.store.put({
    body: {
      location: vm.body.location ?? "",
      ...extension,
      id,
      name: textAt(extension, "name") ?? id.split("/").at(-1)!,
      type: EXTENSION,
    },
  });
}
