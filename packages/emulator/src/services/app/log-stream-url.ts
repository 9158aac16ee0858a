import { parseResourceId } from "@azlin/core";
import type { World } from "../../world/world.ts";

/** Where the logs of a replica's container are streamed from: a host of the region, not Resource Manager. */
export function logStreamUrl(world: World, replicaId: string, container: string): string {
  const { subscriptionId, resourceGroup, provider, types, names } = parseResourceId(replicaId);
  const path = types.map((type, index) => `${type}/${names[index]}`).join("/");
  const owner = world.store.get(
    `/subscriptions/${subscriptionId}/resourceGroups/${resourceGroup}/providers/${provider}/${types[0]}/${names[0]}`,
  );
  return (
    `https://${owner?.body.location ?? "global"}.azurecontainerapps.dev/subscriptions/${subscriptionId}` +
    `/resourceGroups/${resourceGroup}/${path}/containers/${container}/logstream`
  );
}
