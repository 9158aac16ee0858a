import { ArmError } from "../../../arm/arm-error.ts";
import { requireBody } from "../../../arm/arm-request.ts";
import type { ActionCall, ResourceAction } from "../../../arm/resource-type.ts";
import { isObject, objectAt, objectsAt, referenceAt, textAt, type JsonObject } from "../../../json/json.ts";
import type { Operation } from "../../../world/operation-engine.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { powerOf, vmInternals } from "./power.ts";
import { diskAttachedElsewhere, diskNotFound } from "./prepare-vm-disk.ts";
import { attachDisks } from "./vm-disks.ts";

/** Operations on a VM's disks. */
export const diskActions: Readonly<Record<string, ResourceAction>> = {
  attachDetachDataDisks: { answer: "both", run: checkDisks, complete: changeDisks },
  convertToManagedDisks: { answer: "both", run: requireDeallocated, complete: convertDisks },
  capture: { answer: "both", run: requireGeneralized, complete: captureTemplate },
};

function checkDisks({ world, request, resource }: ActionCall): undefined {
  const body = requireBody(request);
  const attached = objectsAt(objectAt(resource.body.properties, "storageProfile"), "dataDisks");
  for (const entry of objectsAt(body, "dataDisksToAttach")) {
    const diskId = textAt(entry, "diskId") ?? "";
    const disk = world.store.get(diskId);
    if (disk === undefined) throw diskNotFound(diskId);
    const owner = textAt(disk.body, "managedBy");
    if (owner !== undefined && owner !== resource.body.id) throw diskAttachedElsewhere(diskId, owner);
    if (entry["lun"] === undefined || !attached.some((other) => other["lun"] === entry["lun"])) continue;
    throw new ArmError(409, "ConflictingUserInput", `LUN ${Number(entry["lun"])} is in use by another data disk.`, {
      cause: "service",
    });
  }
  return undefined;
}

function changeDisks(operation: Operation, world: World): JsonObject | undefined {
  const vm = world.store.get(operation.resourceId);
  if (vm === undefined) return undefined;
  const body = isObject(operation.input["body"]) ? operation.input["body"] : {};
  const leaving = new Set(objectsAt(body, "dataDisksToDetach").map((entry) => textAt(entry, "diskId")?.toLowerCase()));
  const storage = objectAt(vm.body.properties, "storageProfile");
  const dataDisks = objectsAt(storage, "dataDisks").filter(
    (disk) => !leaving.has(referenceAt(disk, "managedDisk")?.toLowerCase()),
  );
  for (const entry of objectsAt(body, "dataDisksToAttach")) dataDisks.push(attachedDisk(world, entry, dataDisks));
  const changed = putStorage(world, vm, { ...storage, dataDisks });
  attachDisks(world, changed);
  return objectAt(changed.body.properties, "storageProfile");
}

function attachedDisk(world: World, entry: JsonObject, others: readonly JsonObject[]): JsonObject {
  const disk = world.store.get(textAt(entry, "diskId") ?? "");
  const { diskId: _told, ...wishes } = entry;
  return {
    lun: freeLun(others),
    name: disk?.body.name,
    createOption: "Attach",
    caching: "None",
    writeAcceleratorEnabled: false,
    deleteOption: "Detach",
    ...wishes,
    managedDisk: { id: disk?.body.id, storageAccountType: objectAt(disk?.body, "sku")["name"] },
    diskSizeGB: objectAt(disk?.body, "properties")["diskSizeGB"],
    toBeDetached: false,
  };
}

function freeLun(disks: readonly JsonObject[]): number {
  const taken = new Set(disks.map((disk) => disk["lun"]));
  return Array.from({ length: 64 }, (_, index) => index).find((index) => !taken.has(index)) ?? 0;
}

function requireDeallocated({ resource }: ActionCall): undefined {
  if (powerOf(resource) === "deallocated") return undefined;
  throw new ArmError(
    409,
    "OperationNotAllowed",
    `VM '${resource.body.name}' has to be deallocated before its disks are converted to managed disks.`,
    { cause: "service" },
  );
}

function convertDisks({ resourceId }: Operation, world: World): undefined {
  const vm = world.store.get(resourceId);
  if (vm === undefined) return undefined;
  const storage = objectAt(vm.body.properties, "storageProfile");
  const convert = (disk: JsonObject): JsonObject => managedOf(vm, disk);
  const osDisk = convert(objectAt(storage, "osDisk"));
  const dataDisks = objectsAt(storage, "dataDisks").map(convert);
  attachDisks(world, putStorage(world, vm, { ...storage, osDisk, dataDisks }));
  return undefined;
}

function managedOf(vm: StoredResource, { vhd, ...disk }: JsonObject): JsonObject {
  if (vhd === undefined) return disk;
  const group = vm.body.id.split("/providers/")[0];
  const name = textAt(disk, "name") ?? vm.body.name;
  const id = `${group}/providers/Microsoft.Compute/disks/${name}`;
  return { diskSizeGB: 30, ...disk, name, managedDisk: { id, storageAccountType: "Standard_LRS" } };
}

function putStorage(world: World, vm: StoredResource, storageProfile: JsonObject): StoredResource {
  return world.store.put({ body: { ...vm.body, properties: { ...vm.body.properties, storageProfile } } });
}

function requireGeneralized({ resource, request }: ActionCall): undefined {
  requireBody(request);
  if (vmInternals(resource).generalized === true) return undefined;
  throw new ArmError(
    409,
    "OperationNotAllowed",
    `Operation 'capture' is not allowed on VM '${resource.body.name}' since the VM is not generalized.`,
    { cause: "service" },
  );
}

/** The template that Azure writes beside a captured disk. */
function captureTemplate({ resourceId, input }: Operation, world: World): JsonObject | undefined {
  const vm = world.store.get(resourceId);
  if (vm === undefined) return undefined;
  const prefix = textAt(isObject(input["body"]) ? input["body"] : {}, "vhdPrefix") ?? vm.body.name;
  return {
    $schema: "http://schema.management.azure.com/schemas/2014-04-01-preview/VM_IP.json",
    contentVersion: "1.0.0.0",
    parameters: { vmName: { type: "string" }, vmSize: { type: "string" }, adminUserName: { type: "string" } },
    resources: [
      {
        apiVersion: "2021-03-01",
        type: vm.body.type,
        name: "[parameters('vmName')]",
        location: vm.body.location,
        properties: { storageProfile: { osDisk: { name: `${prefix}-osDisk.vhd`, createOption: "FromImage" } } },
      },
    ],
  };
}
