import type { PowerState } from "@azlin/core";
import { ArmError } from "../../../arm/arm-error.ts";
import type { ActionCall, ResourceAction } from "../../../arm/resource-type.ts";
import { isObject } from "../../../json/json.ts";
import type { StoredResource } from "../../../world/resource-store.ts";
import type { World } from "../../../world/world.ts";
import { powerOf, setPower, type VmInternals } from "./power.ts";
import { notRunning, refuseIfGeneralized } from "./require-running.ts";

interface Transition {
  /** State while the operation runs. */
  readonly through: PowerState;
  readonly to: PowerState;
  /** States in which it is refused. */
  readonly notFrom?: readonly PowerState[];
  /** Whether the guest boots: what was wrong with it is over. */
  readonly reboots?: boolean;
}

/** A guest that has just booted. */
const REBOOTED: Partial<VmInternals> = { crashed: false, sshDown: false, sshHang: false };

/** The power operations: through which state, to which, and from where not. */
export const powerActions: Readonly<Record<string, ResourceAction>> = {
  start: powerAction("start", { through: "starting", to: "running", reboots: true }),
  powerOff: powerAction("powerOff", { through: "stopping", to: "stopped" }),
  restart: powerAction("restart", {
    through: "running",
    to: "running",
    notFrom: ["stopped", "deallocated"],
    reboots: true,
  }),
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
      if (name === "restart" || !isSettled(vm, transition))
        setPower(world, vm, { power: transition.to, hibernated, ...(transition.reboots === true && REBOOTED) });
      return undefined;
    },
  };
}

/** What is stopped stays stopped: powering off a deallocated VM changes nothing, starting a running one neither. */
function isSettled(vm: StoredResource, { to }: Transition): boolean {
  const power = powerOf(vm);
  return power === to || (to === "stopped" && power === "deallocated");
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
