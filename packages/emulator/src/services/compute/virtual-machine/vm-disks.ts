import { resourceNameOf } from "@azlin/core";
import { objectAt, objectsAt, referenceAt, textAt, type JsonObject } from "../../../json/json.ts";
import { diskSizeOf } from "../disk/disk-size.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";

const DISK = "Microsoft.Compute/disks";

/** Makes the managed disks that a VM's document names and that are not there, and ties the others to it. */
export function attachDisks(world: World, vm: StoredResource): void {
  for (const disk of managedDisksOf(vm)) {
    const id = referenceAt(disk, "managedDisk")!;
    const present = world.store.get(id);
    if (present === undefined) world.store.put({ body: newDisk(world, vm, disk) });
    else if (textAt(present.body, "managedBy") !== vm.body.id) attach(world, vm, present);
  }
  detachOthers(world, vm);
}

function attach(world: World, vm: StoredResource, { body }: StoredResource): void {
  const properties = { ...body.properties, diskState: "Attached" };
  world.store.put({ body: { ...body, managedBy: vm.body.id, properties } });
}

/** Frees all disks of a VM. */
export function detachDisks(world: World, vm: StoredResource): void {
  for (const disk of disksOf(world, vm)) release(world, disk);
}

/** The entries of a VM's storage profile that have a managed disk. */
export function managedDisksOf(vm: StoredResource): JsonObject[] {
  const storage = objectAt(vm.body.properties, "storageProfile");
  return [objectAt(storage, "osDisk"), ...objectsAt(storage, "dataDisks")].filter(
    (disk) => referenceAt(disk, "managedDisk") !== undefined,
  );
}

function detachOthers(world: World, vm: StoredResource): void {
  const kept = new Set(managedDisksOf(vm).map((disk) => referenceAt(disk, "managedDisk")!.toLowerCase()));
  for (const disk of disksOf(world, vm)) if (!kept.has(disk.body.id.toLowerCase())) release(world, disk);
}

/** The disks that a VM owns, whatever its document says. */
function disksOf(world: World, vm: StoredResource): StoredResource[] {
  const owned = vm.body.id.toLowerCase();
  const referrers = world.store.referrers(vm.body.id, DISK);
  return Array.from(referrers).filter(({ body }) => textAt(body, "managedBy")?.toLowerCase() === owned);
}

function release(world: World, disk: StoredResource): void {
  const { managedBy: _owner, ...body } = disk.body;
  world.store.put({
    body: {
      ...body,
      id: disk.body.id,
      name: disk.body.name,
      type: disk.body.type,
      properties: { ...disk.body.properties, diskState: "Unattached" },
    },
  });
}

function newDisk(world: World, vm: StoredResource, disk: JsonObject): StoredResource["body"] {
  const id = referenceAt(disk, "managedDisk")!;
  const sku = textAt(objectAt(disk, "managedDisk"), "storageAccountType") ?? "Standard_LRS";
  const image = objectAt(objectAt(vm.body.properties, "storageProfile"), "imageReference");
  const size = Number(disk["diskSizeGB"] ?? 30);
  return {
    id,
    name: resourceNameOf(id),
    type: DISK,
    location: vm.body.location ?? "",
    ...(vm.body["zones"] !== undefined && { zones: vm.body["zones"] }),
    managedBy: vm.body.id,
    sku: { name: sku, tier: sku.split("_")[0]! },
    properties: {
      ...(disk["osType"] !== undefined && { osType: disk["osType"] }),
      hyperVGeneration: "V2",
      creationData:
        disk["createOption"] === "FromImage"
          ? { createOption: "FromImage", imageReference: image }
          : { createOption: "Empty" },
      ...diskSizeOf(size, sku),
      encryption: { type: "EncryptionAtRestWithPlatformKey" },
      networkAccessPolicy: "AllowAll",
      publicNetworkAccess: "Enabled",
      timeCreated: world.clock.timestamp(),
      uniqueId: world.ids.guid(),
      diskState: "Attached",
      provisioningState: "Succeeded",
    },
  };
}
