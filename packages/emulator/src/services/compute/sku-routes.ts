import type { ArmRequest, ArmResponse } from "../../arm/arm-request.ts";
import { normalizeLocation, REGIONS, type Region } from "../../arm/locations.ts";
import type { ArmRoute } from "../../arm/route-table.ts";
import { VM_SIZES, type VmSize } from "./catalog/vm-sizes.ts";

/** `GET …/skus`: the sizes of VMs and kinds of disk, per region, with what each can do and where it may not be had. */
export const skuRoutes: readonly ArmRoute[] = [
  { method: "GET", path: "/subscriptions/{subscriptionId}/providers/Microsoft.Compute/skus", handle: listSkus },
];

const DISK_KINDS = ["Standard_LRS", "StandardSSD_LRS", "Premium_LRS", "PremiumV2_LRS", "UltraSSD_LRS"];
const ZONES = ["1", "2", "3"];

function listSkus(request: ArmRequest): ArmResponse {
  const asked = /location\s+eq\s+'([^']+)'/i.exec(request.query.get("$filter") ?? "")?.[1];
  const regions = asked === undefined ? REGIONS : REGIONS.filter(({ name }) => name === normalizeLocation(asked));
  const value = regions.flatMap((region) => [
    ...VM_SIZES.map((size) => sizeSku(size, region)),
    ...DISK_KINDS.map((name) => diskSku(name, region)),
  ]);
  return { status: 200, body: { value } };
}

function sizeSku(size: VmSize, region: Region): unknown {
  return {
    resourceType: "virtualMachines",
    name: size.name,
    tier: "Standard",
    size: size.name.replace(/^Standard_/, ""),
    family: size.family,
    locations: [region.name],
    locationInfo: [{ location: region.name, zones: region.zones ? ZONES : [], zoneDetails: [] }],
    capabilities: capabilitiesOf(size),
    restrictions: restrictionsOf(size, region.name),
  };
}

function capabilitiesOf(size: VmSize): { name: string; value: string }[] {
  const isArm = size.architecture === "Arm64";
  const facts: Readonly<Record<string, string>> = {
    MaxResourceVolumeMB: String(size.tempDiskMb),
    OSVhdSizeMB: "1047552",
    vCPUs: String(size.vCpus),
    vCPUsAvailable: String(size.vCpus),
    vCPUsPerCore: "2",
    MemoryGB: String(size.memoryGb),
    MemoryPreservingMaintenanceSupported: "True",
    HyperVGenerations: isArm ? "V2" : "V1,V2",
    MaxDataDiskCount: String(size.maxDataDisks),
    CpuArchitectureType: size.architecture,
    PremiumIO: hasPremium(size.name) ? "True" : "False",
    EphemeralOSDiskSupported: size.tempDiskMb > 0 ? "True" : "False",
    EncryptionAtHostSupported: "True",
    AcceleratedNetworkingEnabled: size.vCpus > 1 ? "True" : "False",
    RdmaEnabled: "False",
    MaxNetworkInterfaces: String(Math.min(8, Math.max(2, size.vCpus))),
    LowPriorityCapable: size.family === "standardBSFamily" ? "False" : "True",
    HibernationSupported: /^standard[DE]A?D?Sv[3-6]Family$/.test(size.family) ? "True" : "False",
  };
  return Object.entries(facts).map(([name, value]) => ({ name, value }));
}

/** Names with an `s` among the letters of the size take premium disks. */
function hasPremium(name: string): boolean {
  return /^Standard_(DS|[A-Z]+\d+[a-z]*s)/.test(name);
}

function restrictionsOf(size: VmSize, location: string): unknown[] {
  if (!size.restrictedIn.includes(location)) return [];
  return [
    {
      type: "Location",
      values: [location],
      restrictionInfo: { locations: [location] },
      reasonCode: "NotAvailableForSubscription",
    },
  ];
}

function diskSku(name: string, region: Region): unknown {
  return {
    resourceType: "disks",
    name,
    tier: name.split("_")[0],
    locations: [region.name],
    locationInfo: [{ location: region.name, zones: region.zones ? ZONES : [], zoneDetails: [] }],
    capabilities: [{ name: "MaxSizeGiB", value: "32767" }],
    restrictions: [],
  };
}
