import {
  callOptions,
  formatResourceId,
  resourceKey,
  toAzlinError,
  type AbortOptions,
  type OperationOptions,
} from "@azlin/core";
import { RESOURCE_TYPES } from "../resource-types.ts";
import { resourceExists } from "../generic-resources.ts";
import { timed, type VmAzure } from "../vm-azure.ts";
import type { PlacementRequest } from "./provision-request.ts";

/** What a region offers for the size that is wanted. */
export interface RegionFacts {
  readonly location: string;
  /** Absent: the region does not have the size. */
  readonly size: SizeFacts | undefined;
  readonly regionalCores: Quota | undefined;
  readonly familyCores: Quota | undefined;
}

/** A VM size in a region. */
export interface SizeFacts {
  readonly name: string;
  readonly family: string;
  readonly vCpus: number;
  readonly architecture: string;
  /** Why this subscription may not have it here; absent when it may. */
  readonly restriction: string | undefined;
}

/** A limit and how much of it is used. */
export interface Quota {
  readonly limit: number;
  readonly used: number;
}

/** What {@link planProvision} decides from. */
export interface ProvisionFacts {
  /** Where the resource group is; absent when it has to be made. */
  readonly groupLocation: string | undefined;
  /** Names, in lower case, of VMs that are there already. */
  readonly takenNames: ReadonlySet<string>;
  /** Ids, as keys, of virtual networks that are there already. */
  readonly networks: ReadonlySet<string>;
  /** The wanted region first, then the fallbacks that were looked at. */
  readonly regions: readonly RegionFacts[];
}

/** Id of the network that azlin's VMs of a group and region share. */
export function sharedNetworkId(place: { subscriptionId: string; resourceGroup: string; location: string }): string {
  const { type } = RESOURCE_TYPES.virtualNetwork;
  return formatResourceId({ ...place, type, name: `azlin-vnet-${place.location}` });
}

/**
 * Reads what a request needs to know: the group, names that are taken, and for each region in turn its sizes and
 * quotas, until one fits.
 *
 * @throws AzlinError as translated; nothing is guessed.
 */
export function readProvisionFacts(
  azure: VmAzure,
  request: PlacementRequest,
  options: OperationOptions = {},
): Promise<ProvisionFacts> {
  return timed(azure, "reading sizes and quota", {
    ...options,
    run: (signal) => readFacts(azure, request, { signal }),
  });
}

async function readFacts(azure: VmAzure, request: PlacementRequest, options: AbortOptions): Promise<ProvisionFacts> {
  const [group, regions] = await Promise.all([
    readGroup(azure, request, options),
    readRegions(azure, request, options),
  ]);
  const location = regions.find((region) => fits(region, request.names.length))?.location ?? request.location;
  const networkId = sharedNetworkId({ ...request, location });
  const hasNetwork = group !== undefined && (await resourceExists(azure, networkId, options));
  return {
    groupLocation: group?.location,
    takenNames: group?.vmNames ?? new Set(),
    networks: new Set(hasNetwork ? [resourceKey(networkId)] : []),
    regions,
  };
}

/** Whether a region has the size, unrestricted, and quota for so many of it. */
export function fits({ size, regionalCores, familyCores }: RegionFacts, count: number): boolean {
  if (size === undefined || size.restriction !== undefined) return false;
  const wanted = size.vCpus * count;
  return [regionalCores, familyCores].every((quota) => quota === undefined || quota.used + wanted <= quota.limit);
}

async function readGroup(
  { clients }: VmAzure,
  { subscriptionId, resourceGroup }: PlacementRequest,
  { signal }: AbortOptions,
): Promise<{ location: string; vmNames: Set<string> } | undefined> {
  const abort = callOptions({ signal });
  try {
    const client = await clients.resources(subscriptionId);
    const group = await client.resourceGroups.get(resourceGroup, abort);
    const vmNames = new Set<string>();
    const filter = `resourceType eq '${RESOURCE_TYPES.virtualMachine.type}'`;
    for await (const { name } of client.resources.listByResourceGroup(resourceGroup, { filter, ...abort })) {
      if (name !== undefined) vmNames.add(name.toLowerCase());
    }
    return { location: group.location, vmNames };
  } catch (error) {
    const action = "Microsoft.Resources/subscriptions/resourceGroups/read";
    const translated = toAzlinError(error, { operation: "read the resource group", action, signal });
    if (translated.code === "NOT_FOUND") return undefined;
    throw translated;
  }
}

async function readRegions(azure: VmAzure, request: PlacementRequest, options: AbortOptions): Promise<RegionFacts[]> {
  const regions: RegionFacts[] = [];
  for (const location of [request.location, ...(request.fallbackLocations ?? [])]) {
    const region = await readRegion(azure, { ...request, location }, options);
    regions.push(region);
    if (fits(region, request.names.length)) break;
  }
  return regions;
}

async function readRegion(
  { clients }: VmAzure,
  { subscriptionId, location, size }: PlacementRequest,
  { signal }: AbortOptions,
): Promise<RegionFacts> {
  try {
    const compute = await clients.compute(subscriptionId);
    const abort = callOptions({ signal });
    const found = await findSize(compute.resourceSkus.list({ filter: `location eq '${location}'`, ...abort }), size);
    const usages = new Map<string, Quota>();
    for await (const { name, limit, currentValue } of compute.usage.list(location, abort)) {
      if (name?.value !== undefined) usages.set(name.value.toLowerCase(), { limit, used: currentValue });
    }
    return {
      location,
      size: found,
      regionalCores: usages.get("cores"),
      familyCores: found && usages.get(found.family.toLowerCase()),
    };
  } catch (error) {
    const action = "Microsoft.Compute/skus/read";
    throw toAzlinError(error, { operation: `read sizes and quota of ${location}`, action, signal });
  }
}

interface Sku {
  readonly name?: string;
  readonly resourceType?: string;
  readonly family?: string;
  readonly capabilities?: readonly { readonly name?: string; readonly value?: string }[];
  readonly restrictions?: readonly { readonly type?: string; readonly reasonCode?: string }[];
}

async function findSize(skus: AsyncIterable<Sku>, wanted: string): Promise<SizeFacts | undefined> {
  for await (const sku of skus) {
    if (sku.resourceType !== "virtualMachines" || sku.name?.toLowerCase() !== wanted.toLowerCase()) continue;
    const capability = (name: string): string | undefined => sku.capabilities?.find((one) => one.name === name)?.value;
    return {
      name: sku.name,
      family: sku.family ?? "",
      vCpus: Number(capability("vCPUs") ?? 0),
      architecture: capability("CpuArchitectureType") ?? "x64",
      restriction: sku.restrictions?.find(({ type }) => type === "Location")?.reasonCode,
    };
  }
  return undefined;
}
