import { objectAt, objectsAt, referenceAt, textAt } from "../json/json.ts";
import { findVmSize } from "../services/compute/catalog/vm-sizes.ts";
import { powerOf, vmInternals, type VmInternals } from "../services/compute/virtual-machine/power.ts";
import type { StoredResource } from "../world/resource-store.ts";
import type { World } from "../world/world.ts";
import { diskKey } from "./disk/disk-key.ts";

/** How a guest's port behaves. */
export type Door = "open" | "hang" | "closed";

/** What a VM's document and state say about its guest. */
export interface GuestFacts {
  readonly vmId: string;
  readonly isRunning: boolean;
  /** Changes with every boot. */
  readonly boot: string;
  readonly door: Door;
  /** Key of the contents of the disk that it boots from. */
  readonly diskKey: string;
  readonly diskGb: number;
  readonly cpus: number;
  readonly memoryGb: number;
  readonly load: { readonly cpu: number; readonly memory: number; readonly disk: number };
  readonly computerName: string;
  /** The user that provisioning makes; a VM on a disk that was one before has none. */
  readonly adminUser: string | undefined;
  readonly publicKeys: readonly string[];
  readonly customData: string | undefined;
  readonly cloudInitFaults: readonly { readonly section: string; readonly exitCode: number }[];
}

/** Machine of a VM whose size nobody knows here. */
const UNKNOWN_SIZE = { cpus: 2, memoryGb: 8, diskGb: 30 };
/** Load of a VM of which nobody has said another. */
const AT_REST = { cpu: 3, memory: 12, disk: 20 };

/** Reads the facts; `undefined` for a VM that has no guest here: one of Windows, or without a managed disk. */
export function readGuestFacts(world: World, vm: StoredResource): GuestFacts | undefined {
  const { properties } = vm.body;
  const osDisk = objectAt(objectAt(properties, "storageProfile"), "osDisk");
  const disk = world.store.get(referenceAt(osDisk, "managedDisk") ?? "");
  if (disk === undefined || textAt(osDisk, "osType") === "Windows") return undefined;
  const internals = vmInternals(vm);
  const key = diskKey(disk);
  return {
    vmId: textAt(properties, "vmId") ?? vm.body.id,
    isRunning: hasBooted(vm),
    boot: `${internals.boots ?? 0} ${key}`,
    door: doorOf(internals),
    diskKey: key,
    diskGb: Number(disk.body.properties?.["diskSizeGB"] ?? UNKNOWN_SIZE.diskGb),
    ...machineOf(vm),
    load: { ...AT_REST, ...internals.load },
    ...profileOf(vm),
    customData: internals.customData,
    cloudInitFaults: internals.cloudInitFaults ?? [],
  };
}

function doorOf({ sshDown, sshHang }: VmInternals): Door {
  if (sshDown === true) return "closed";
  return sshHang === true ? "hang" : "open";
}

function machineOf({ body }: StoredResource): Pick<GuestFacts, "cpus" | "memoryGb"> {
  const size = findVmSize(textAt(objectAt(body.properties, "hardwareProfile"), "vmSize") ?? "");
  return { cpus: size?.vCpus ?? UNKNOWN_SIZE.cpus, memoryGb: size?.memoryGb ?? UNKNOWN_SIZE.memoryGb };
}

function profileOf({ body }: StoredResource): Pick<GuestFacts, "computerName" | "adminUser" | "publicKeys"> {
  const profile = objectAt(body.properties, "osProfile");
  const keys = objectsAt(objectAt(objectAt(profile, "linuxConfiguration"), "ssh"), "publicKeys");
  return {
    computerName: textAt(profile, "computerName") ?? body.name,
    adminUser: textAt(profile, "adminUsername"),
    publicKeys: keys.flatMap((key) => textAt(key, "keyData") ?? []),
  };
}

function hasBooted(vm: StoredResource): boolean {
  const { power, crashed } = vmInternals(vm);
  const isBeingMade = power === undefined && textAt(vm.body.properties, "provisioningState") === "Creating";
  return powerOf(vm) === "running" && crashed !== true && !isBeingMade;
}
