import { ArmError } from "../../../arm/arm-error.ts";
import type { ActionCall, ResourceAction } from "../../../arm/resource-type.ts";
import { withState } from "../../../arm/write-resource.ts";
import { objectAt, referenceAt } from "../../../json/json.ts";
import type { Operation } from "../../../world/operation-engine.ts";
import type { World } from "../../../world/world.ts";
import { evict } from "./evict.ts";
import { powerOf, setPower, vmInternals } from "./power.ts";
import { notRunning, refuseIfGeneralized } from "./require-running.ts";

/** The operations on a VM that are about neither power nor disks. */
export const vmActions: Readonly<Record<string, ResourceAction>> = {
  reapply: maintenance("reapply"),
  redeploy: maintenance("redeploy", (operation, world) => restartGuest(operation, world)),
  performMaintenance: maintenance("performMaintenance", (operation, world) => restartGuest(operation, world)),
  reimage: maintenance("reimage", (operation, world) => {
    renewOsDisk(operation, world);
    restartGuest(operation, world);
  }),
  generalize: { answer: "sync", run: generalize },
  simulateEviction: { answer: "sync", run: simulateEviction },
  retrieveBootDiagnosticsData: { answer: "sync", run: bootDiagnostics },
};

/** An operation during which the VM is `Updating`. */
function maintenance(name: string, effect?: (operation: Operation, world: World) => void): ResourceAction {
  return {
    answer: "both",
    run: ({ world, resource }) => {
      refuseIfGeneralized(resource, name);
      world.store.put({ body: withState(resource.body, "Updating") });
      return undefined;
    },
    complete: (operation, world) => {
      effect?.(operation, world);
      const vm = world.store.get(operation.resourceId);
      if (vm !== undefined) world.store.put({ body: withState(vm.body, "Succeeded") });
      return undefined;
    },
  };
}

/** A VM that runs starts anew, with a guest that answers; one that does not stays as it is. */
function restartGuest({ resourceId }: Operation, world: World): void {
  const vm = world.store.get(resourceId);
  if (vm !== undefined && powerOf(vm) === "running") {
    setPower(world, vm, { power: "running", crashed: false, sshDown: false, sshHang: false, load: {} });
  }
}

/** Reimaging puts another disk in the place of the old one. */
function renewOsDisk({ resourceId }: Operation, world: World): void {
  const vm = world.store.get(resourceId);
  const diskId = referenceAt(objectAt(objectAt(vm?.body.properties, "storageProfile"), "osDisk"), "managedDisk");
  const disk = diskId === undefined ? undefined : world.store.get(diskId);
  if (disk === undefined) return;
  const properties = { ...disk.body.properties, uniqueId: world.ids.guid(), timeCreated: world.clock.timestamp() };
  world.store.put({ body: { ...disk.body, properties } });
}

function generalize({ world, resource }: ActionCall): { status: number } {
  if (powerOf(resource) === "running") {
    throw new ArmError(
      409,
      "OperationNotAllowed",
      `Operation 'generalize' is not allowed on VM '${resource.body.name}' since the VM is running. Please power off the VM and retry.`,
      { cause: "service" },
    );
  }
  world.store.put({ body: resource.body, internals: { ...resource.internals, generalized: true } });
  return { status: 200 };
}

function simulateEviction({ world, resource }: ActionCall): { status: number } {
  if (resource.body.properties?.["priority"] !== "Spot") {
    throw new ArmError(
      409,
      "OperationNotAllowed",
      `Operation 'simulateEviction' is not allowed on VM '${resource.body.name}': only VMs of priority Spot can be evicted.`,
      { cause: "service" },
    );
  }
  evict(world, resource);
  return { status: 204 };
}

function bootDiagnostics({ resource, request }: ActionCall): { status: number; body: unknown } {
  if (vmInternals(resource).power === "deallocated") throw notRunning();
  const minutes = Number(request.query.get("sasuriexpirationtimeinminutes") ?? 120);
  const base = `https://md-local.z1.blob.storage.azure.net/bootdiagnostics-${resource.body.name}`;
  const sas = `?sv=2021-12-02&se=${minutes}m&sr=b&sp=r&sig=local`;
  return {
    status: 200,
    body: {
      consoleScreenshotBlobUri: `${base}/${resource.body.name}.screenshot.bmp${sas}`,
      serialConsoleLogBlobUri: `${base}/${resource.body.name}.serialconsole.log${sas}`,
    },
  };
}
