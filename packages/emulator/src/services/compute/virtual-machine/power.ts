import type { PowerState } from "@azlin/core";
import { objectAt, objectsAt, referenceAt, textAt, type JsonObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { newAddress } from "../../network/public-ip-address.ts";

/** Why a VM is in its state: its user asked for it, its guest did it, the platform did it. */
export type PowerCause = "user" | "guest" | "platform";

/** What the emulator knows of a VM beside its document. */
export interface VmInternals extends JsonObject {
  power?: PowerState;
  powerSince?: number;
  powerCause?: PowerCause;
  /** Times that it has begun to run; tells a restart on a clock that stands still. */
  boots?: number;
  generalized?: boolean;
  hibernated?: boolean;
  /** The guest answers on its SSH port. */
  sshDown?: boolean;
  /** The operating system has died under a VM that still runs: neither agent nor SSH answer. */
  crashed?: boolean;
  /** What guest metrics are to show, in percent. */
  load?: { cpu?: number; memory?: number; disk?: number };
  customData?: string;
  /** The guest's port takes connections and never says a word. */
  sshHang?: boolean;
  /** Sections of cloud-init that are to fail, with their exit codes. */
  cloudInitFaults?: { section: string; exitCode: number }[];
}

/** Internals of a VM. */
export function vmInternals({ internals }: StoredResource): VmInternals {
  return internals;
}

/** Power state of a VM; one that was put there as it is runs. */
export function powerOf(vm: StoredResource): PowerState {
  return vmInternals(vm).power ?? "running";
}

/** Brings a VM into a power state, and its dynamic addresses with it. */
export function setPower(
  world: World,
  vm: StoredResource,
  { power, cause = "user", ...rest }: { power: PowerState; cause?: PowerCause } & Partial<VmInternals>,
): StoredResource {
  const internals: JsonObject = {
    ...vm.internals,
    ...rest,
    power,
    powerSince: world.clock.now(),
    powerCause: cause,
    boots: (vmInternals(vm).boots ?? 0) + (power === "running" ? 1 : 0),
  };
  const changed = world.store.put({ body: vm.body, internals });
  if (power === "running") holdAddresses(world, changed);
  if (power === "deallocated") releaseAddresses(world, changed);
  return changed;
}

function holdAddresses(world: World, vm: StoredResource): void {
  for (const address of dynamicAddresses(world, vm)) {
    if (textAt(address.body.properties, "ipAddress") !== undefined) continue;
    const properties = { ...address.body.properties, ipAddress: newAddress(world) };
    world.store.put({ body: { ...address.body, properties } });
  }
}

function releaseAddresses(world: World, vm: StoredResource): void {
  for (const address of dynamicAddresses(world, vm)) {
    const { ipAddress: _released, ...properties } = address.body.properties ?? {};
    world.store.put({ body: { ...address.body, properties } });
  }
}

function dynamicAddresses(world: World, vm: StoredResource): StoredResource[] {
  return interfacesOf(world, vm)
    .flatMap(({ body }) => objectsAt(body.properties, "ipConfigurations"))
    .flatMap((entry) => {
      const id = referenceAt(objectAt(entry, "properties"), "publicIPAddress");
      const address = id === undefined ? undefined : world.store.get(id);
      return address === undefined ? [] : [address];
    })
    .filter(({ body }) => body.properties?.["publicIPAllocationMethod"] === "Dynamic");
}

/** The network interfaces of a VM that exist. */
function interfacesOf(world: World, vm: StoredResource): StoredResource[] {
  return objectsAt(objectAt(vm.body.properties, "networkProfile"), "networkInterfaces").flatMap((entry) => {
    const found = typeof entry["id"] === "string" ? world.store.get(entry["id"]) : undefined;
    return found === undefined ? [] : [found];
  });
}
