import { ConflictError, formatResourceId, ProvisioningError, resourceKey } from "@azlin/core";
import { RESOURCE_TYPES } from "../resource-types.ts";
import { fits, sharedNetworkId, type ProvisionFacts, type RegionFacts, type SizeFacts } from "./provision-facts.ts";
import { checkProvisionRequest, type PlacementRequest, type ProvisionRequest } from "./provision-request.ts";
import { groupStep, networkStep, vmSteps, type NetworkPlace, type Placement } from "./provision-steps.ts";

/** One resource to create. */
export interface ProvisionStep {
  readonly action: "create";
  readonly target: string;
  readonly type: string;
  /** The VM it is for; absent for what VMs share. */
  readonly vm?: string;
  readonly reason: string;
  /** Body of the create call. */
  readonly body: { readonly location: string; readonly tags?: Record<string, string> } & Record<string, unknown>;
}

/** The plan of `new`: shared resources first, then for each VM its own, in the order of who refers to whom. */
export interface ProvisionPlan {
  readonly location: string;
  readonly resourceGroup: string;
  readonly shared: readonly ProvisionStep[];
  readonly vms: readonly { readonly name: string; readonly id: string; readonly steps: readonly ProvisionStep[] }[];
  /** What a person should know: that another region was chosen, and why. */
  readonly notes: readonly string[];
}

/**
 * Decides everything that `new` creates, in a region that has the size and the quota for it. Pure.
 *
 * @throws ValidationError for a request that cannot be right; ConflictError (`VM_EXISTS`) for names that are taken;
 * ProvisioningError (`SIZE_NOT_AVAILABLE`, `QUOTA_EXCEEDED`) when no region looked at can hold the VMs.
 */
export function planProvision(request: ProvisionRequest, facts: ProvisionFacts): ProvisionPlan {
  checkProvisionRequest(request);
  refuseTakenNames(request, facts);
  const placement: Placement = { request, ...choosePlacement(request, facts) };
  const { location } = placement;
  const { type } = RESOURCE_TYPES.virtualMachine;
  const vms = request.names.map((name, index) => ({
    name,
    id: formatResourceId({ ...request, type, name }),
    steps: vmSteps(placement, { name, session: sessionFor(request, index) }),
  }));
  return {
    location,
    resourceGroup: request.resourceGroup,
    shared: sharedSteps(placement, facts),
    vms,
    notes: notesOn(request, facts.regions, location),
  };
}

/**
 * The first region looked at that can hold the VMs.
 *
 * @throws ProvisioningError (`SIZE_NOT_AVAILABLE`, `QUOTA_EXCEEDED`) when there is none.
 */
export function choosePlacement(
  request: PlacementRequest,
  { regions }: ProvisionFacts,
): { readonly location: string; readonly networkId: string; readonly size: SizeFacts } {
  const region = regions.find((candidate) => fits(candidate, request.names.length));
  if (region === undefined) throw noRegion(request, regions);
  const { location } = region;
  return { location, networkId: sharedNetworkId({ ...request, location }), size: region.size! };
}

/** What VMs of a group and region share, as far as it is not there. */
export function sharedSteps(placement: NetworkPlace, { groupLocation, networks }: ProvisionFacts): ProvisionStep[] {
  return [
    ...(groupLocation === undefined ? [groupStep(placement)] : []),
    ...(networks.has(resourceKey(placement.networkId)) ? [] : [networkStep(placement)]),
  ];
}

function sessionFor({ session, names }: ProvisionRequest, index: number): string | undefined {
  return session === undefined || names.length === 1 ? session : `${session}-${index + 1}`;
}

/** @throws ConflictError (`VM_EXISTS`) for names that VMs of the group have. */
function refuseTakenNames({ names, resourceGroup }: PlacementRequest, { takenNames }: ProvisionFacts): void {
  const taken = names.filter((name) => takenNames.has(name.toLowerCase()));
  if (taken.length === 0) return;
  throw new ConflictError("VM_EXISTS", `Resource group '${resourceGroup}' already has a VM '${taken.join("', '")}'.`, {
    hint: "Choose another name with --name, or another group with --rg.",
    details: { names: taken },
  });
}

function notesOn(request: ProvisionRequest, regions: readonly RegionFacts[], location: string): string[] {
  if (location === request.location) return [];
  const [wanted] = regions;
  const why = wanted === undefined ? "" : `: ${reasonAgainst(request, wanted)}`;
  return [`Using region ${location} instead of ${request.location}${why}`];
}

function reasonAgainst({ size, names }: PlacementRequest, region: RegionFacts): string {
  if (region.size === undefined) return `${region.location} does not have ${size}.`;
  if (region.size.restriction !== undefined) {
    return `${size} is not available to this subscription in ${region.location} (${region.size.restriction}).`;
  }
  const wanted = region.size.vCpus * names.length;
  const short = [region.regionalCores, region.familyCores].find((quota) => quota && quota.used + wanted > quota.limit);
  return `${names.length} x ${size} needs ${wanted} vCPUs in ${region.location}; ${short?.used} of ${short?.limit} are used.`;
}

function noRegion(request: PlacementRequest, regions: readonly RegionFacts[]): ProvisioningError {
  const reasons = regions.map((region) => reasonAgainst(request, region));
  const isQuota = regions.some(({ size }) => size !== undefined && size.restriction === undefined);
  return new ProvisioningError(isQuota ? "QUOTA_EXCEEDED" : "SIZE_NOT_AVAILABLE", reasons.join(" "), {
    hint: isQuota
      ? "Use a smaller size, fewer VMs or another --region, or ask Azure for more quota."
      : "Choose another --vm-size or --region.",
    details: { regions: regions.map(({ location }) => location) },
  });
}
