import {
  parseResourceId,
  resourceNameOf,
  type AbortOptions,
  type OperationOptions,
  type PowerState,
} from "@azlin/core";
import type { VirtualMachine } from "@azure/arm-compute";
import { readVm } from "../fleet/read-vm.ts";
import { readPowerState } from "../power/apply-power.ts";
import { readProvisionFacts, type ProvisionFacts } from "../provision/provision-facts.ts";
import type { PlacementRequest } from "../provision/provision-request.ts";
import { readOsDisk, type OsDiskFacts } from "../snapshot/os-disk.ts";
import { timed, type VmAzure } from "../vm-azure.ts";
import { replicasOf, type CloneRequest } from "./clone-request.ts";

/** The VM that is to be copied. */
export interface CloneSource {
  readonly id: string;
  readonly name: string;
  readonly resourceGroup: string;
  readonly subscriptionId: string;
  readonly location: string;
  readonly size: string;
  readonly powerState: PowerState;
  readonly osDisk: OsDiskFacts;
  /** Data disks are not copied. */
  readonly dataDisks: number;
  /** As the VM has it; copies need the same. */
  readonly securityProfile: VirtualMachine["securityProfile"] | null;
}

/** What {@link planClone} decides from. */
export interface CloneFacts {
  readonly source: CloneSource;
  /** About the place the clones go to. */
  readonly place: ProvisionFacts;
}

/**
 * Reads the VM to copy, and about the place its copies go to: size, quota, names.
 *
 * @throws NotFoundError (`VM_NOT_FOUND`); UnsupportedError (`NO_MANAGED_DISK`); ValidationError (`INVALID_REPLICAS`).
 */
export function readCloneFacts(
  azure: VmAzure,
  request: CloneRequest,
  options: OperationOptions = {},
): Promise<CloneFacts> {
  return timed(azure, "reading the VM to clone", {
    ...options,
    run: (signal) => readFacts(azure, request, { signal }),
  });
}

async function readFacts(azure: VmAzure, request: CloneRequest, options: AbortOptions): Promise<CloneFacts> {
  const [vm, powerState] = await Promise.all([
    readVm(azure, request.sourceId, options),
    readPowerState(azure, request.sourceId, options),
  ]);
  const source = { ...sourceOf(vm, request.sourceId), powerState, osDisk: await readOsDisk(azure, vm, options) };
  return { source, place: await readProvisionFacts(azure, placementOf(request, source), options) };
}

function sourceOf(vm: VirtualMachine, id: string): Omit<CloneSource, "powerState" | "osDisk"> {
  const { subscriptionId = "", resourceGroup = "" } = parseResourceId(id);
  return {
    id,
    name: vm.name ?? resourceNameOf(id),
    resourceGroup,
    subscriptionId,
    location: vm.location,
    size: vm.hardwareProfile?.vmSize ?? "",
    dataDisks: vm.storageProfile?.dataDisks?.length ?? 0,
    securityProfile: vm.securityProfile ?? null,
  };
}

/** Where the clones go; their names are only counted here. */
export function placementOf(
  request: CloneRequest,
  source: Pick<CloneSource, "subscriptionId" | "resourceGroup" | "location" | "size" | "name">,
): PlacementRequest {
  return {
    subscriptionId: source.subscriptionId,
    resourceGroup: request.resourceGroup ?? source.resourceGroup,
    location: request.location ?? source.location,
    size: request.size ?? source.size,
    names: Array.from({ length: replicasOf(request) }, (_, index) => `${source.name}-clone-${index + 1}`),
  };
}
