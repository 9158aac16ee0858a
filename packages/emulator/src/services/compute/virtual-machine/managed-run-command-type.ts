import { ArmError } from "../../../arm/arm-error.ts";
import { defineResourceType, type ResourceType } from "../../../arm/resource-type.ts";
import { parentIdOf } from "../../../arm/write-resource.ts";
import { objectAt, textAt, type JsonObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { COMPUTE_API_VERSIONS, COMPUTE_DELETE, COMPUTE_PATCH, COMPUTE_WRITE } from "../compute-contract.ts";
import { guestParameters, runInGuest } from "../guest/run-in-guest.ts";
import { requireRunning } from "./require-running.ts";

/** Managed run commands: scripts kept as children of the VM; what became of them shows with `$expand=instanceView`. */
export const managedRunCommandType: ResourceType = defineResourceType({
  type: "Microsoft.Compute/virtualMachines/runCommands",
  apiVersions: COMPUTE_API_VERSIONS,
  write: COMPUTE_WRITE,
  patch: COMPUTE_PATCH,
  remove: COMPUTE_DELETE,
  prepare: ({ body, world, internals }) => {
    const vm = world.store.get(parentIdOf(body.id));
    if (vm !== undefined) requireRunning(vm, "runCommands");
    delete body.properties["instanceView"];
    for (const secret of ["protectedParameters", "runAsPassword"]) delete body.properties[secret];
    body.properties["asyncExecution"] ??= false;
    body.properties["timeoutInSeconds"] ??= 0;
    internals["instanceView"] = { executionState: "Pending", exitCode: 0, output: "", error: "" };
  },
  settle: execute,
  view: ({ body, internals }, { query }) => {
    if (query.get("$expand")?.toLowerCase() !== "instanceview") return body;
    return { ...body, properties: { ...body.properties, instanceView: internals["instanceView"] } };
  },
});

/** Runs the script. A failing one fails the resource only when `treatFailureAsDeploymentFailure` says so. */
function execute(command: StoredResource, world: World): void {
  const vm = world.store.get(parentIdOf(command.body.id));
  if (vm === undefined) return;
  const properties = command.body.properties ?? {};
  const startTime = world.clock.timestamp();
  const lines = [textAt(objectAt(properties, "source"), "script") ?? ""];
  const { stdout, stderr, exitCode } = runInGuest(vm, lines, guestParameters(properties));
  const instanceView: JsonObject = {
    executionState: exitCode === 0 ? "Succeeded" : "Failed",
    executionMessage: exitCode === 0 ? "Execution completed" : "Command execution finished with failure",
    exitCode,
    output: stdout,
    error: stderr,
    startTime,
    endTime: world.clock.timestamp(),
    statuses: [],
  };
  const hasFailed = exitCode !== 0 && properties["treatFailureAsDeploymentFailure"] === true;
  const body = { ...command.body, properties: { ...properties, ...(hasFailed && { provisioningState: "Failed" }) } };
  world.store.put({ body, internals: { ...command.internals, instanceView } });
  if (!hasFailed) return;
  throw new ArmError(
    409,
    "VMExtensionProvisioningError",
    `Run command '${command.body.name}' on VM '${vm.body.name}' exited with status ${exitCode}.`,
    { cause: "service" },
  );
}
