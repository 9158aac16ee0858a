import type { ArmRequest } from "../../../arm/arm-request.ts";
import { defineResourceType, type ResourceType, type ResourceView } from "../../../arm/resource-type.ts";
import { removeResource } from "../../../arm/delete-resource.ts";
import { isLocked } from "../../../arm/management-locks.ts";
import { viewResource } from "../../../arm/read-resource.ts";
import { objectAt, objectsAt, referenceAt, textAt } from "../../../json/json.ts";
import type { ArmResource, StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { COMPUTE_API_VERSIONS, COMPUTE_DELETE, COMPUTE_PATCH, COMPUTE_WRITE } from "../compute-contract.ts";
import { vmSizesAction } from "../vm-size-list.ts";
import { instanceViewOf, vmStatuses } from "./instance-view.ts";
import { powerActions } from "./power-actions.ts";
import { setPower } from "./power.ts";
import { prepareVm } from "./prepare-vm.ts";
import { diskActions } from "./disk-actions.ts";
import { patchActions } from "./patch-actions.ts";
import { runCommandAction } from "./run-command-action.ts";
import { seedVm } from "./seed-vm.ts";
import { followSystemIdentity } from "./system-identity.ts";
import { vmActions } from "./vm-actions.ts";
import { attachDisks, detachDisks, managedDisksOf } from "./vm-disks.ts";

const EXTENSION = "Microsoft.Compute/virtualMachines/extensions";

/** Virtual machines. */
export const virtualMachineType: ResourceType = defineResourceType({
  type: "Microsoft.Compute/virtualMachines",
  apiVersions: COMPUTE_API_VERSIONS,
  write: COMPUTE_WRITE,
  patch: COMPUTE_PATCH,
  remove: COMPUTE_DELETE,
  actions: {
    ...powerActions,
    ...vmActions,
    ...diskActions,
    ...patchActions,
    runCommand: runCommandAction,
    vmSizes: vmSizesAction,
    instanceView: {
      method: "GET",
      answer: "sync",
      run: ({ resource, world }) => ({ status: 200, body: instanceViewOf(resource, world) }),
    },
  },
  prepare: prepareVm,
  written: (vm, { existing, world }) => {
    attachDisks(world, vm);
    followSystemIdentity(world, existing, vm);
  },
  settle: (vm, world) => {
    if (vm.internals["power"] === undefined) setPower(world, vm, { power: "running" });
  },
  seeded: seedVm,
  view: viewVm,
  list: listVms,
  deleted: deleteWithOptions,
});

function viewVm(vm: StoredResource, { world, query, listed }: ResourceView): ArmResource {
  if (query.get("statusonly") === "true") return statusOnly(vm, world);
  const expand = query.get("$expand")?.toLowerCase() ?? "";
  const extensions = [...world.store.ofType(EXTENSION, vm.body.id)];
  const body: ArmResource = { ...vm.body };
  if (extensions.length > 0) {
    body["resources"] = listed
      ? extensions.map(({ body: { id } }) => ({ id }))
      : extensions.map((one) => viewResource(world, one));
  }
  if (!expand.includes("instanceview")) return body;
  return { ...body, properties: { ...body.properties, instanceView: instanceViewOf(vm, world) } };
}

/** What a list with `statusOnly=true` shows: identity and run-time status, without the model. */
function statusOnly(vm: StoredResource, world: World): ArmResource {
  const { id, name, type, location, properties } = vm.body;
  return {
    id,
    name,
    type,
    ...(location !== undefined && { location }),
    properties: {
      vmId: properties?.["vmId"],
      hardwareProfile: properties?.["hardwareProfile"],
      provisioningState: properties?.["provisioningState"],
      instanceView: { statuses: vmStatuses(vm, world) },
    },
  };
}

/** VM lists know one filter: the scale set of flexible VMs. */
function listVms(vms: Iterable<StoredResource>, request: ArmRequest): Iterable<StoredResource> {
  const scaleSet = /'virtualMachineScaleSet\/id'\s+eq\s+'([^']+)'/i.exec(request.query.get("$filter") ?? "")?.[1];
  if (scaleSet === undefined) return vms;
  return [...vms].filter(
    ({ body }) => referenceAt(body.properties, "virtualMachineScaleSet")?.toLowerCase() === scaleSet.toLowerCase(),
  );
}

/** A VM takes along what was created with `deleteOption: Delete`; the rest stays, and what is locked. */
function deleteWithOptions(vm: StoredResource, world: World): void {
  detachDisks(world, vm);
  followSystemIdentity(world, vm, undefined);
  for (const disk of managedDisksOf(vm)) {
    if (textAt(disk, "deleteOption") === "Delete") removeIfThere(world, referenceAt(disk, "managedDisk"));
  }
  for (const entry of objectsAt(objectAt(vm.body.properties, "networkProfile"), "networkInterfaces")) {
    if (textAt(objectAt(entry, "properties"), "deleteOption") === "Delete") deleteInterface(world, textAt(entry, "id"));
  }
}

function deleteInterface(world: World, id: string | undefined): void {
  const found = id === undefined ? undefined : world.store.get(id);
  if (found === undefined || isLocked(world, found.body.id, "delete")) return;
  removeResource(world, found);
  for (const entry of objectsAt(found.body.properties, "ipConfigurations")) {
    const address = objectAt(objectAt(entry, "properties"), "publicIPAddress");
    if (textAt(objectAt(address, "properties"), "deleteOption") === "Delete")
      removeIfThere(world, textAt(address, "id"));
  }
}

function removeIfThere(world: World, id: string | undefined): void {
  const found = id === undefined ? undefined : world.store.get(id);
  if (found !== undefined && !isLocked(world, found.body.id, "delete")) removeResource(world, found);
}
