import type { ArmResource } from "../../world/resource-store.ts";
import type { World } from "../../world/world.ts";
import { appConflict } from "./app-error.ts";

/** Apps and jobs change one thing at a time. @throws ArmError (`ContainerAppOperationInProgress`). */
export function requireIdle(world: World, { id, name }: Pick<ArmResource, "id" | "name">): void {
  const running = world.operations.runningOn(id);
  if (running === undefined) return;
  throw appConflict(
    "ContainerAppOperationInProgress",
    `Cannot modify a container app '${name}' because there is an operation '${running.id}' in progress. Please retry ` +
      "when it has ended.",
  );
}
