import { ArmError } from "../../../arm/arm-error.ts";
import { defineResourceType, type ResourceType, type WriteDraft } from "../../../arm/resource-type.ts";
import { objectAt, objectsAt, referenceAt, type JsonObject } from "../../../json/json.ts";
import type { World } from "../../../world/world.ts";
import { COMPUTE_API_VERSIONS, COMPUTE_DELETE, COMPUTE_PATCH, COMPUTE_WRITE } from "../compute-contract.ts";
import { requireSource } from "../disk/disk-source.ts";

/** Managed images: of a generalized VM, or of disks, snapshots and blobs. */
export const imageType: ResourceType = defineResourceType({
  type: "Microsoft.Compute/images",
  apiVersions: COMPUTE_API_VERSIONS,
  write: COMPUTE_WRITE,
  patch: COMPUTE_PATCH,
  remove: COMPUTE_DELETE,
  prepare: prepareImage,
});

function prepareImage(draft: WriteDraft): void {
  const { body, existing, world, request } = draft;
  const { properties } = body;
  const vmId = requireSource(world, properties, "sourceVirtualMachine");
  const before = existing?.body.properties?.["storageProfile"];
  if (vmId !== undefined) properties["storageProfile"] = before ?? profileOfVm(world, vmId);
  const storage = objectAt(properties, "storageProfile");
  properties["storageProfile"] = {
    zoneResilient: false,
    ...storage,
    osDisk: imageDisk(world, { osState: "Generalized", ...objectAt(storage, "osDisk") }),
    dataDisks: objectsAt(storage, "dataDisks").map((disk) => imageDisk(world, disk)),
  };
  if (request.apiVersion >= "2019-03-01") properties["hyperVGeneration"] ??= "V1";
}

function imageDisk(world: World, disk: JsonObject): JsonObject {
  const source = referenceAt(disk, "managedDisk") ?? referenceAt(disk, "snapshot") ?? "";
  const size = world.store.get(source)?.body.properties?.["diskSizeGB"];
  return {
    caching: "None",
    storageAccountType: "Standard_LRS",
    ...(size !== undefined && { diskSizeGB: size }),
    ...disk,
  };
}

function profileOfVm(world: World, vmId: string): JsonObject {
  const vm = world.store.get(vmId);
  if (vm === undefined) return {};
  if (vm.internals["generalized"] !== true && world.settings.profile !== "replay") {
    throw new ArmError(
      409,
      "OperationNotAllowed",
      "Creating an image from a virtual machine that is not generalized is not allowed.",
      { cause: "service" },
    );
  }
  const storage = objectAt(vm.body.properties, "storageProfile");
  return {
    osDisk: { osState: "Generalized", ...sourceDisk(objectAt(storage, "osDisk")) },
    dataDisks: objectsAt(storage, "dataDisks").map((disk) => ({ lun: disk["lun"], ...sourceDisk(disk) })),
  };
}

/** What an image keeps of a VM's disk. */
function sourceDisk(disk: JsonObject): JsonObject {
  const id = referenceAt(disk, "managedDisk");
  const blob = objectAt(disk, "vhd")["uri"];
  const account = objectAt(disk, "managedDisk")["storageAccountType"];
  return {
    ...(disk["osType"] !== undefined && { osType: disk["osType"] }),
    ...(id !== undefined && { managedDisk: { id } }),
    ...(blob !== undefined && { blobUri: blob }),
    caching: disk["caching"],
    ...(disk["diskSizeGB"] !== undefined && { diskSizeGB: disk["diskSizeGB"] }),
    ...(account !== undefined && { storageAccountType: account }),
  };
}
