import { armAnswer, sendArmRequest, toAzlinError } from "@azlin/core";
import type { VmAzure } from "@azlin/vms";
import type { Context } from "../context.ts";
import { SERVICE_BUS_API_VERSION } from "./bus-resources.ts";

/** A namespace that may be somebody's. */
export interface NamespaceCandidate {
  /** Any: names are unique in all of Azure. */
  readonly subscriptionId: string;
  readonly name: string;
}

/**
 * Whether no namespace in all of Azure has the name.
 *
 * @throws AzlinError when Azure does not say.
 */
export async function isNamespaceNameFree(
  { clients, transport: { cloud } }: VmAzure,
  { subscriptionId, name }: NamespaceCandidate,
  { signal }: Pick<Context, "signal">,
): Promise<boolean> {
  const path = `/subscriptions/${subscriptionId}/providers/Microsoft.ServiceBus/CheckNameAvailability`;
  const url = `${path}?api-version=${SERVICE_BUS_API_VERSION}`;
  try {
    const pipeline = await import("@azure/core-rest-pipeline");
    const client = await clients.resources(subscriptionId);
    const answer = await sendArmRequest({ client, cloud, pipeline }, { method: "POST", url, body: { name }, signal });
    return (armAnswer(answer) as { readonly nameAvailable?: unknown } | undefined)?.nameAvailable === true;
  } catch (error) {
    throw toAzlinError(error, { operation: `check whether the name '${name}' is free`, resource: name, signal });
  }
}
