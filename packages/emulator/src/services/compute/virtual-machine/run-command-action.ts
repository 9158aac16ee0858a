import { ArmError } from "../../../arm/arm-error.ts";
import { requireBody } from "../../../arm/arm-request.ts";
import type { ActionCall, ResourceAction } from "../../../arm/resource-type.ts";
import { isObject, objectAt, textAt, type JsonObject } from "../../../json/json.ts";
import type { Operation } from "../../../world/operation-engine.ts";
import type { World } from "../../../world/world.ts";
import { guestParameters, runInGuest } from "../guest/run-in-guest.ts";
import type { GuestResult } from "../guest/scripted-guest.ts";
import { requireRunning } from "./require-running.ts";

/** Built-in commands that bring their own script. */
const BUILT_IN: Readonly<Record<string, readonly string[] | undefined>> = {
  RunShellScript: undefined,
  RunPowerShellScript: undefined,
  ifconfig: ["hostname"],
};

/** `POST …/runCommand`: a script in the guest; what it printed is the body of the final GET on Location. */
export const runCommandAction: ResourceAction = { answer: "both", run: checkCommand, complete: runCommand };

function checkCommand({ request, resource }: ActionCall): undefined {
  const commandId = textAt(requireBody(request), "commandId") ?? "";
  if (!Object.keys(BUILT_IN).some((known) => known.toLowerCase() === commandId.toLowerCase())) {
    throw new ArmError(404, "NotFound", `The entity ${commandId} was not found in this location.`, {
      cause: "service",
    });
  }
  requireRunning(resource, "runCommand");
  return undefined;
}

function runCommand(operation: Operation, world: World): JsonObject | undefined | Promise<JsonObject> {
  const vm = world.store.get(operation.resourceId);
  if (vm === undefined) return undefined;
  requireRunning(vm, "runCommand");
  const body = isObject(operation.input["body"]) ? operation.input["body"] : {};
  const script = Array.isArray(body["script"]) ? body["script"].filter((line) => typeof line === "string") : undefined;
  const lines = script ?? BUILT_IN[textAt(body, "commandId") ?? ""] ?? [];
  const result = runInGuest(world, vm, { lines, parameters: guestParameters(body) });
  const osType = textAt(objectAt(objectAt(vm.body.properties, "storageProfile"), "osDisk"), "osType");
  const answer = (of: GuestResult): JsonObject => ({
    value: osType === "Windows" ? windowsStatuses(of) : [linuxStatus(of)],
  });
  return result instanceof Promise ? result.then(answer) : answer(result);
}

function linuxStatus({ stdout, stderr }: GuestResult): JsonObject {
  return {
    code: "ProvisioningState/succeeded",
    level: "Info",
    displayStatus: "Provisioning succeeded",
    message: `Enable succeeded: \n[stdout]\n${stdout}\n[stderr]\n${stderr}`,
  };
}

function windowsStatuses({ stdout, stderr }: GuestResult): JsonObject[] {
  return [
    ["StdOut", stdout],
    ["StdErr", stderr],
  ].map(([stream, message]) => ({
    code: `ComponentStatus/${stream}/succeeded`,
    level: "Info",
    displayStatus: "Provisioning succeeded",
    message: message!,
  }));
}
