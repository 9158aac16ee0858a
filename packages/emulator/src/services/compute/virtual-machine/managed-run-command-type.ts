import { ArmError } from "../../../arm/arm-error.ts";
import { defineResourceType, type ResourceType } from "../../../arm/resource-type.ts";
import { parentIdOf, withState } from "../../../arm/write-resource.ts";
import { objectAt, textAt, type JsonObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { COMPUTE_API_VERSIONS, COMPUTE_DELETE, COMPUTE_PATCH, COMPUTE_WRITE } from "../compute-contract.ts";
import { guestParameters, runInGuest } from "../guest/run-in-guest.ts";
import type { GuestResult } from "../guest/scripted-guest.ts";
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

/** Runs the script; an asynchronous one does not hold up the operation. */
function execute(command: StoredResource, world: World): Promise<void> | undefined {
  const vm = world.store.get(parentIdOf(command.body.id));
  if (vm === undefined) return undefined;
  const properties = command.body.properties ?? {};
  const startTime = world.clock.timestamp();
  const script = {
    lines: [textAt(objectAt(properties, "source"), "script") ?? ""],
    parameters: guestParameters(properties),
  };
  const result = runInGuest(world, vm, script);
  const record = (of: GuestResult): void => recordResult(world, command, { ...of, startTime });
  if (!(result instanceof Promise)) {
    record(result);
    return undefined;
  }
  showRunning(world, command, startTime);
  const ended = result.then(record);
  if (properties["asyncExecution"] !== true) return ended;
  // Nobody waits for it; what becomes of it shows in the instance view.
  ended.catch(() => {});
  return undefined;
}

function showRunning(world: World, { body, internals }: StoredResource, startTime: string): void {
  const instanceView = { executionState: "Running", exitCode: 0, output: "", error: "", startTime };
  const isAsync = body.properties?.["asyncExecution"] === true;
  world.store.put({
    body: isAsync ? body : withState(body, "Updating"),
    internals: { ...internals, instanceView },
  });
}

/** What came of the script. A failing one fails the resource only when `treatFailureAsDeploymentFailure` says so. */
function recordResult(
  world: World,
  command: StoredResource,
  { stdout, stderr, exitCode, startTime }: GuestResult & { readonly startTime: string },
): void {
  if (!world.store.has(command.body.id)) return;
  const properties = command.body.properties ?? {};
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
    `Run command '${command.body.name}' exited with status ${exitCode}.`,
    { cause: "service" },
  );
}
