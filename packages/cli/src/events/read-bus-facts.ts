import type { VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import { GROUP_API_VERSION, readBusResource, SERVICE_BUS_API_VERSION, type BusDocument } from "./bus-resources.ts";
import { isNamespaceNameFree } from "./is-namespace-name-free.ts";
import { busSetupIds, type BusSetupFacts, type BusSetupRequest } from "./plan-bus-setup.ts";

/** Looks at what there is of a topic that is wanted. */
export async function readBusFacts(
  azure: VmAzure,
  request: BusSetupRequest,
  context: Pick<Context, "signal">,
): Promise<BusSetupFacts> {
  const { subscriptionId, namespace: name } = request;
  const ids = busSetupIds(request);
  const read = (id: string, apiVersion = SERVICE_BUS_API_VERSION): Promise<BusDocument | undefined> =>
    readBusResource(azure, { id, subscriptionId, apiVersion }, context);
  const [group, namespace] = await Promise.all([read(ids.group, GROUP_API_VERSION), read(ids.namespace)]);
  if (namespace === undefined) {
    const isNameTaken = !(await isNamespaceNameFree(azure, { subscriptionId, name }, context));
    return { hasGroup: group !== undefined, tier: undefined, isNameTaken, hasTopic: false, subscription: undefined };
  }
  const [topic, subscription] = await Promise.all([read(ids.topic), read(ids.subscription)]);
  return {
    hasGroup: true,
    tier: namespace.sku?.name ?? "Standard",
    isNameTaken: false,
    hasTopic: topic !== undefined,
    subscription: subscription && { isOrdered: requiresSession(subscription) },
  };
}

function requiresSession({ properties }: BusDocument): boolean {
  return (properties as { readonly requiresSession?: unknown } | undefined)?.requiresSession === true;
}
