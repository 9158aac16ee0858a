import { NotFoundError, ValidationError } from "@azlin/core";
import { removeResource } from "../arm/delete-resource.ts";
import type { StoredResource } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";

const VM_TYPE = "microsoft.compute/virtualmachines";

type Act = (world: World, vm: StoredResource, body: unknown) => void;

const ACTS: Readonly<Record<string, Act>> = {
  deleteExternally: (world, vm) => removeResource(world, vm),
};

/**
 * Something happens to a VM that no client asked for. `path` is the VM's resource id and the act's name.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`), ValidationError (`UNKNOWN_ACT`).
 */
export function actOfNature(world: World, path: string, body: unknown): unknown {
  const at = path.lastIndexOf("/");
  const id = `/${path.slice(0, at).replace(/^\/+/, "")}`;
  const vm = world.store.get(id);
  if (vm === undefined || vm.body.type.toLowerCase() !== VM_TYPE) {
    throw new NotFoundError("VM_NOT_FOUND", `There is no VM '${id}'.`);
  }
  const act = ACTS[path.slice(at + 1)];
  if (act === undefined) {
    throw new ValidationError("UNKNOWN_ACT", `Nature has no act '${path.slice(at + 1)}'.`, {
      hint: `It has: ${Object.keys(ACTS).join(", ")}.`,
    });
  }
  act(world, vm, body);
  return { id, act: path.slice(at + 1) };
}
