import type { PowerState } from "@azlin/core";
import { ArmError } from "../../../arm/arm-error.ts";
import type { ActionCall, ResourceAction } from "../../../arm/resource-type.ts";
import { isObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { powerOf, setPower, vmInternals } from "./power.ts";

interface Transition {
  /** State while the operation runs. */
  readonly through: PowerState;
  readonly to: PowerState;
  /** States in which it is refused. */
  readonly notFrom?: readonly PowerState[];
}

/** The power operations: through which state, to which, and from where not. */
export const powerActions: Readonly<Record<string, ResourceAction>> = {
  start: powerAction("start", { through: "starting", to: "running" }),
  powerOff: powerAction("powerOff", { through: "stopping", to: "stopped" }),
  restart: powerAction("restart", { through: "running", to: "running", notFrom: ["stopped", "deallocated"] }),
  deallocate: powerAction("deallocate", { through: "deallocating", to: "deallocated" }),
};

function powerAction(name: string, transition: Transition): ResourceAction {
  return {
    answer: "both",
    run: (call) => {
      refuseIfGeneralized(call.resource, name);
      if (transition.notFrom?.includes(powerOf(call.resource)) === true) throw notRunning();
      checkHibernation(call);
      preempt(call.world, call.resource);
      if (!isSettled(call.resource, transition)) {
        setPower(call.world, call.resource, { power: transition.through });
      }
      return undefined;
    },
    complete: (operation, world) => {
      const vm = world.store.get(operation.resourceId);
      if (vm === undefined) return undefined;
      const query = isObject(operation.input["query"]) ? operation.input["query"] : {};
      const hibernated = name === "deallocate" && query["hibernate"] === "true";
      if (!isSettled(vm, transition)) setPower(world, vm, { power: transition.to, hibernated });
      return undefined;
    },
  };
}

/** What is stopped stays stopped: powering off a deallocated VM changes nothing, starting a running one neither. */
function isSettled(vm: StoredResource, { to }: Transition): boolean {
  const power = powerOf(vm);
  return power === to || (to === "stopped" && power === "deallocated");
}

/** Refuses what a generalized VM can no longer do. */
export function refuseIfGeneralized(vm: StoredResource, operation: string): void {
  if (vmInternals(vm).generalized !== true) return;
  throw new ArmError(
    409,
    "OperationNotAllowed",
    `Operation '${operation}' is not allowed on VM '${vm.body.name}' since the VM is generalized.`,
    { cause: "service" },
  );
}

/** Azure's answer to what needs a running VM. */
export function notRunning(): ArmError {
  return new ArmError(409, "OperationNotAllowed", "The operation requires the VM to be running (or set to run).", {
    cause: "service",
  });
}

function checkHibernation({ request, resource }: ActionCall): void {
  if (request.query.get("hibernate") !== "true") return;
  const capabilities = resource.body.properties?.["additionalCapabilities"];
  if (isObject(capabilities) && capabilities["hibernationEnabled"] === true) return;
  throw new ArmError(
    409,
    "OperationNotAllowed",
    `The Hibernate-Deallocate Operation cannot be performed on VM '${resource.body.name}' because hibernation is not enabled for it.`,
    { cause: "service" },
  );
}

/** A newer power operation ends the one under way. */
function preempt(world: World, vm: StoredResource): void {
  const running = world.operations.runningOn(vm.body.id);
  if (running === undefined) return;
  if (running.verb === "delete") throw beingDeleted(vm);
  if (running.verb === "write") return;
  world.operations.fail(running.id, {
    code: "OperationPreempted",
    message: `The operation '${running.id}' was preempted by a more recent operation.`,
  });
}

function beingDeleted({ body }: StoredResource): ArmError {
  return new ArmError(
    409,
    "OperationNotAllowed",
    `The operation is not allowed since VM '${body.name}' is marked for deletion. You can only retry the Delete operation (or wait for an ongoing one to complete).`,
    { cause: "service" },
  );
}
