import { ArmError } from "../../../arm/arm-error.ts";
import type { ActionCall, ResourceAction } from "../../../arm/resource-type.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import { powerOf, setPower, vmInternals } from "./power.ts";
import { notRunning, refuseIfGeneralized } from "./power-actions.ts";

/** The operations on a VM that are not about power. */
export const vmActions: Readonly<Record<string, ResourceAction>> = {
  reapply: { answer: "both" },
  redeploy: { answer: "both", run: (call) => requireRunnable(call, "redeploy") },
  reimage: { answer: "both", run: (call) => requireRunnable(call, "reimage") },
  performMaintenance: { answer: "both", run: (call) => requireRunnable(call, "performMaintenance") },
  generalize: { answer: "sync", run: generalize },
  simulateEviction: { answer: "sync", run: simulateEviction },
  retrieveBootDiagnosticsData: { answer: "sync", run: bootDiagnostics },
};

function requireRunnable({ resource }: ActionCall, operation: string): undefined {
  refuseIfGeneralized(resource, operation);
  if (powerOf(resource) !== "running") throw notRunning();
  return undefined;
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

/** Takes a VM from its user, as its eviction policy says. */
export function evict(world: ActionCall["world"], vm: StoredResource): void {
  setPower(world, vm, { power: "deallocated", cause: "platform" });
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
