import { callOptions, pollOptions, toAzlinError, type AbortOptions } from "@azlin/core";
import type { VmAzure } from "@azlin/vms";

/** Of resource groups. */
export const GROUP_API_VERSION = "2021-04-01";

/** Of Microsoft.ServiceBus. */
export const SERVICE_BUS_API_VERSION = "2021-11-01";

/** A resource that is read or made by its id. */
export interface BusResource {
  readonly id: string;
  readonly subscriptionId: string;
  readonly apiVersion: string;
}

/** What Azure says of a resource. */
export interface BusDocument {
  readonly location?: string | undefined;
  readonly sku?: { readonly name?: string | undefined } | undefined;
  readonly properties?: unknown;
}

// By id with arm-resources, which is here anyhow: a client of Service Bus's own would be loaded for three requests.

/** A resource as Azure has it; `undefined` when it is not there. */
export async function readBusResource(
  { clients }: VmAzure,
  { id, subscriptionId, apiVersion }: BusResource,
  { signal }: AbortOptions,
): Promise<BusDocument | undefined> {
  try {
    const client = await clients.resources(subscriptionId);
    return await client.resources.getById(bare(id), apiVersion, callOptions({ signal }));
  } catch (error) {
    const translated = toAzlinError(error, { operation: `read ${id}`, resource: id, signal });
    if (translated.code === "NOT_FOUND") return undefined;
    throw translated;
  }
}

/**
 * Makes a resource and waits until Azure has finished.
 *
 * @throws AzlinError of what Azure answered; the signal's reason.
 */
export async function makeBusResource(
  { clients, transport }: VmAzure,
  { id, subscriptionId, apiVersion, body }: BusResource & { readonly body: object },
  { signal }: AbortOptions,
): Promise<void> {
  try {
    const client = await clients.resources(subscriptionId);
    const options = { ...pollOptions(transport), ...callOptions({ signal }) };
    await client.resources.beginCreateOrUpdateByIdAndWait(bare(id), apiVersion, { ...body }, options);
  } catch (error) {
    throw toAzlinError(error, { operation: `create ${id}`, resource: id, signal });
  }
}

/** The client writes a slash before the id; its own would give two. */
function bare(id: string): string {
  return id.replace(/^\/+/, "");
}
