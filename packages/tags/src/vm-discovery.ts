import { callOptions, isAzlinError, toAzlinError, type AzlinError, type Logger, type AbortOptions } from "@azlin/core";
import type { AzureClients } from "./azure-clients.ts";
import { queryResourceGraph } from "./query-resource-graph.ts";
import { toManagedVm, type ManagedVm } from "./managed-vm.ts";
import type { SubscriptionScope } from "./subscriptions.ts";
import { isManaged, type Tags } from "./tag-schema.ts";
import { READ_ACTION } from "./tags-api.ts";

/** Where a list is read from: Resource Graph (one query for all subscriptions, may lag) or Compute itself. */
export type DiscoverySource = "index" | "live";

/** Which VMs to find. */
export interface DiscoveryOptions extends AbortOptions {
  /** Only this resource group, in each subscription. Default: all. */
  readonly resourceGroup?: string;
  /**
   * `index` asks Resource Graph: one request for 1,000 VMs of any number of subscriptions, behind by seconds to a
   * minute. `live` asks Compute: one list for each subscription, always current. Default `index`; when the index
   * cannot be asked, the lists are read instead.
   */
  readonly source?: DiscoverySource;
  /** Also VMs that azlin does not manage. Default false. */
  readonly includeUnmanaged?: boolean;
}

/** What {@link discoverVms} works with. */
export interface DiscoveryContext {
  readonly clients: AzureClients;
  readonly subscriptions: SubscriptionScope;
  readonly logger: Logger;
}

/**
 * The VMs that azlin manages, in pages as they arrive: one request for each of those. Pages and not VMs, as every
 * asynchronous step of every VM would be felt in lists of thousands.
 */
export function discoverVms(
  context: DiscoveryContext,
  options: DiscoveryOptions,
): AsyncGenerator<readonly ManagedVm[]> {
  return options.source === "live" ? listFromCompute(context, options) : listFromIndex(context, options);
}

async function* listFromIndex(
  context: DiscoveryContext,
  options: DiscoveryOptions,
): AsyncGenerator<readonly ManagedVm[]> {
  let isBegun = false;
  try {
    for await (const page of queryIndex(context, options)) {
      isBegun = true;
      yield page;
    }
  } catch (error) {
    // Half a list from one source and half from another could name a VM twice or not at all.
    if (isBegun || isAzlinError(error, "NOT_SIGNED_IN")) throw error;
    options.signal?.throwIfAborted();
    context.logger.warn("Resource Graph did not answer; reading the VM lists instead.", { error: String(error) });
    yield* listFromCompute(context, options);
  }
}

/**
 * The query for VMs. The tag's name may be spelled in any case, which Resource Graph's own access to tags
 * does not forgive: the text is only narrowed here, and the tags are checked when they arrive.
 */
function vmQuery({ resourceGroup, includeUnmanaged = false }: DiscoveryOptions): string {
  const inGroup = resourceGroup === undefined ? "" : ` | where resourceGroup =~ '${escapeKql(resourceGroup)}'`;
  const managed = includeUnmanaged ? "" : " | where tostring(tags) contains 'managed-by'";
  return (
    `Resources | where type =~ 'microsoft.compute/virtualmachines'${inGroup}${managed}` +
    " | project id, location, tags, size = tostring(properties.hardwareProfile.vmSize) | order by id asc"
  );
}

function escapeKql(text: string): string {
  return text.replaceAll("\\", "\\\\").replaceAll("'", String.raw`\'`);
}

interface Row {
  readonly id: string;
  readonly location?: string;
  readonly tags?: Tags | null;
  readonly size?: string;
}

async function* queryIndex(
  { clients }: DiscoveryContext,
  options: DiscoveryOptions,
): AsyncGenerator<readonly ManagedVm[]> {
  for await (const page of queryResourceGraph<Row>(clients, vmQuery(options), options)) {
    yield page.filter(({ tags }) => isWanted(tags, options)).map(toManagedVm);
  }
}

async function* listFromCompute(
  context: DiscoveryContext,
  options: DiscoveryOptions,
): AsyncGenerator<readonly ManagedVm[]> {
  const { signal } = options;
  for (const subscriptionId of await context.subscriptions.ids({ signal })) {
    try {
      yield* listSubscription(context, subscriptionId, options);
    } catch (error) {
      const translated: AzlinError = toAzlinError(error, {
        operation: "list VMs",
        action: READ_ACTION,
        signal,
      });
      // A group that this subscription has not got is an empty part of the list.
      const isMissingGroup = options.resourceGroup !== undefined && translated.code === "NOT_FOUND";
      if (!isMissingGroup) throw translated;
    }
  }
}

async function* listSubscription(
  { clients }: DiscoveryContext,
  subscriptionId: string,
  options: DiscoveryOptions,
): AsyncGenerator<readonly ManagedVm[]> {
  const { virtualMachines } = await clients.compute(subscriptionId);
  const abort = callOptions(options);
  const { resourceGroup } = options;
  const list =
    resourceGroup === undefined ? virtualMachines.listAll(abort) : virtualMachines.list(resourceGroup, abort);
  for await (const page of list.byPage()) {
    const vms: ManagedVm[] = [];
    for (const { id, location, hardwareProfile, tags } of page) {
      if (id === undefined || !isWanted(tags, options)) continue;
      vms.push(toManagedVm({ id, location, size: hardwareProfile?.vmSize, tags }));
    }
    yield vms;
  }
}

function isWanted(tags: Tags | null | undefined, { includeUnmanaged = false }: DiscoveryOptions): boolean {
  return includeUnmanaged || isManaged(tags);
}
