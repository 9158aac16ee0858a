import { NotFoundError, ValidationError } from "@azlin/core";
import { z } from "zod";
import { removeResource } from "../arm/delete-resource.ts";
import { evict } from "../services/compute/virtual-machine/evict.ts";
import { setPower, vmInternals, type PowerCause, type VmInternals } from "../services/compute/virtual-machine/power.ts";
import type { StoredResource } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";

const VM_TYPE = "microsoft.compute/virtualmachines";
const cloudInitSchema = z.object({ section: z.string().min(1), exitCode: z.number().int().min(0).max(255).default(1) });
const loadSchema = z.object({ percent: z.number().min(0).max(100) });

type Act = (world: World, vm: StoredResource, body: unknown) => void;

/**
 * What can happen to a VM. Azure shows a VM that its guest or the platform stopped as stopped, like one that its user
 * stopped; the cause stays in the VM's internals. A crashed one still runs, but its agent is not ready.
 */
const ACTS: Readonly<Record<string, Act>> = {
  crash: (world, vm) => note(world, vm, { crashed: true, sshDown: true }),
  guestShutdown: (world, vm) => stop(world, vm, "guest"),
  platformStop: (world, vm) => stop(world, vm, "platform"),
  sshDown: (world, vm) => note(world, vm, { sshDown: true }),
  sshUp: (world, vm) => note(world, vm, { sshDown: false, sshHang: false }),
  sshHang: (world, vm) => note(world, vm, { sshHang: true }),
  cloudInit: (world, vm, body) => failSection(world, vm, body),
  evict: (world, vm) => evict(world, vm),
  deleteExternally: (world, vm) => removeResource(world, vm),
  cpu: (world, vm, body) => load(world, vm, { cpu: percentOf(body) }),
  memory: (world, vm, body) => load(world, vm, { memory: percentOf(body) }),
  disk: (world, vm, body) => load(world, vm, { disk: percentOf(body) }),
};

/**
 * Something happens to a VM that no client asked for. `path` is the VM's resource id and the act's name.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`), ValidationError (`UNKNOWN_ACT`), ZodError for a bad `{ percent }`.
 */
export function actOfNature(world: World, path: string, body: unknown): unknown {
  const at = path.lastIndexOf("/");
  const id = `/${path.slice(0, at).replace(/^\/+/, "")}`;
  const name = path.slice(at + 1);
  const vm = world.store.get(id);
  if (vm === undefined || vm.body.type.toLowerCase() !== VM_TYPE) {
    throw new NotFoundError("VM_NOT_FOUND", `There is no VM '${id}'.`);
  }
  const act = Object.hasOwn(ACTS, name) ? ACTS[name] : undefined;
  if (act === undefined) {
    throw new ValidationError("UNKNOWN_ACT", `Nature has no act '${name}'.`, {
      hint: `It has: ${Object.keys(ACTS).join(", ")}.`,
    });
  }
  act(world, vm, body);
  return { id, act: name };
}

function stop(world: World, vm: StoredResource, cause: PowerCause): void {
  setPower(world, vm, { power: "stopped", cause });
}

function note(world: World, vm: StoredResource, fact: Partial<VmInternals>): void {
  world.store.put({ body: vm.body, internals: { ...vm.internals, ...fact } });
}

function load(world: World, vm: StoredResource, change: NonNullable<VmInternals["load"]>): void {
  note(world, vm, { load: { ...vmInternals(vm).load, ...change } });
}

/** From its next provisioning on, a section of the VM's cloud-init ends with this exit code. */
function failSection(world: World, vm: StoredResource, body: unknown): void {
  const fault = cloudInitSchema.parse(body ?? {});
  const others = (vmInternals(vm).cloudInitFaults ?? []).filter(({ section }) => section !== fault.section);
  note(world, vm, { cloudInitFaults: [...others, fault] });
}

function percentOf(body: unknown): number {
  return loadSchema.parse(body ?? {}).percent;
}
