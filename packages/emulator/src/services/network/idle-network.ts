import { resourceKey } from "@azlin/core";
import { ArmError } from "../../arm/arm-error.ts";
import type { World } from "../../world/world.ts";

const SUBNET = "Microsoft.Network/virtualNetworks/subnets";

/**
 * A virtual network takes one change of its subnets after the other.
 *
 * @throws ArmError (409 `AnotherOperationInProgress`) while it, or another of its subnets, is being changed.
 */
export function requireIdleNetwork(subnetId: string, world: World): void {
  const networkId = subnetId.split("/").slice(0, -2).join("/");
  const siblings = `${resourceKey(networkId)}/`;
  const running =
    world.operations.runningOn(networkId) ??
    world.operations.runningOnType(SUBNET).find(({ resourceId }) => {
      const key = resourceKey(resourceId);
      return key.startsWith(siblings) && key !== resourceKey(subnetId);
    });
  if (running === undefined) return;
  throw new ArmError(
    409,
    "AnotherOperationInProgress",
    "Another operation on this or dependent resource is in progress. To retrieve status of the operation use uri: " +
      `https://management.azure.com/subscriptions/${subnetId.split("/")[2]}/providers/Microsoft.Network/locations/` +
      `${running.location}/operations/${running.id}.`,
    { cause: "service", details: [] },
  );
}
