import { objectAt, objectsAt, textAt, type JsonObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { extensionView } from "./extension-type.ts";
import { powerOf, vmInternals } from "./power.ts";

const EXTENSION = "Microsoft.Compute/virtualMachines/extensions";

/** The run-time view of a VM, as `…/instanceView` and `$expand=instanceView` show it. */
export function instanceViewOf(vm: StoredResource, world: World): JsonObject {
  const power = powerOf(vm);
  const isRunning = power === "running";
  const { properties } = vm.body;
  const osType = textAt(objectAt(objectAt(properties, "storageProfile"), "osDisk"), "osType") ?? "Linux";
  return {
    ...(isRunning && {
      computerName: textAt(objectAt(properties, "osProfile"), "computerName") ?? vm.body.name,
      osName: osType === "Linux" ? "ubuntu" : "Windows Server",
      osVersion: osType === "Linux" ? "24.04" : "10.0.20348",
    }),
    ...(isRunning && { vmAgent: agentView(world, vmInternals(vm).crashed !== true) }),
    disks: diskViews(vm, world),
    ...extensionViews(vm, world),
    hyperVGeneration: "V2",
    statuses: [...vmStatuses(vm, world)],
  };
}

/** The statuses alone, as status-only lists show them. */
export function vmStatuses(vm: StoredResource, world: World): JsonObject[] {
  const state = textAt(vm.body.properties, "provisioningState") ?? "Succeeded";
  const { powerSince, generalized, hibernated } = vmInternals(vm);
  const power = powerOf(vm);
  const time = world.clock.timestamp(powerSince ?? vm.createdAt);
  return [
    {
      code: `ProvisioningState/${state.toLowerCase()}`,
      level: "Info",
      displayStatus: `Provisioning ${state.toLowerCase()}`,
      time,
    },
    ...(generalized === true ? [{ code: "OSState/generalized", level: "Info", displayStatus: "VM generalized" }] : []),
    ...(state === "Creating" ? [] : [{ code: `PowerState/${power}`, level: "Info", displayStatus: `VM ${power}` }]),
    ...(hibernated === true
      ? [{ code: "HibernationState/Hibernated", level: "Info", displayStatus: "VM hibernated" }]
      : []),
  ];
}

function agentView(world: World, isReady: boolean): JsonObject {
  const [code, displayStatus, message] = isReady
    ? ["ProvisioningState/succeeded", "Ready", "Guest Agent is running"]
    : ["ProvisioningState/Unavailable", "Not Ready", "VM status blob is found but not yet populated."];
  return {
    vmAgentVersion: isReady ? "2.11.1.4" : "Unknown",
    statuses: [{ code, level: isReady ? "Info" : "Warning", displayStatus, message, time: world.clock.timestamp() }],
    extensionHandlers: [],
  };
}

function diskViews(vm: StoredResource, world: World): JsonObject[] {
  const storage = objectAt(vm.body.properties, "storageProfile");
  const names = [objectAt(storage, "osDisk"), ...objectsAt(storage, "dataDisks")].map((disk) => textAt(disk, "name"));
  const time = world.clock.timestamp(vm.createdAt);
  return names.flatMap((name) =>
    name === undefined
      ? []
      : [
          {
            name,
            statuses: [
              { code: "ProvisioningState/succeeded", level: "Info", displayStatus: "Provisioning succeeded", time },
            ],
          },
        ],
  );
}

function extensionViews(vm: StoredResource, world: World): JsonObject {
  const extensions = [...world.store.ofType(EXTENSION, vm.body.id)];
  if (extensions.length === 0) return {};
  return {
    extensions: extensions.map(({ body }) => extensionView(body)),
  };
}
