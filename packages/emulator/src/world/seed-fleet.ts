import { formatResourceId } from "@azlin/core";
import { REGIONS } from "../arm/locations.ts";
import { RESOURCE_GROUP_TYPE } from "../arm/resource-groups.ts";
import type { JsonObject } from "../json/json.ts";
import type { Subscription } from "./settings.ts";
import type { World } from "./world.ts";

/** A generated fleet: VMs with NIC, public IP and OS disk each, spread evenly over groups and subscriptions. */
export interface FleetSeed {
  readonly vms: number;
  /** Resource groups in each subscription. Default 1. */
  readonly resourceGroups?: number;
  /** Subscriptions to spread over; missing ones are made. Default 1. */
  readonly subscriptions?: number;
  /** Tags of every VM. Default: azlin's management tags. */
  readonly tags?: Readonly<Record<string, string>>;
  /** Begin of the VMs' names. Default `vm`. */
  readonly prefix?: string;
  /** Region of all VMs. Default `westus2`. */
  readonly location?: string;
  /** Size of all VMs. Default `Standard_D2s_v5`. */
  readonly size?: string;
}

interface Place {
  readonly subscriptionId: string;
  readonly resourceGroup: string;
  readonly location: string;
}

/** Generates a fleet. Ten thousand VMs take well under a second: nothing is validated. */
export function seedFleet(world: World, seed: FleetSeed): void {
  const subscriptions = requireSubscriptions(world, seed.subscriptions ?? 1);
  const location = seed.location ?? REGIONS.find((region) => region.name === "westus2")!.name;
  const places: Place[] = subscriptions.flatMap(({ subscriptionId }) =>
    Array.from({ length: seed.resourceGroups ?? 1 }, (_, index) => ({
      subscriptionId,
      resourceGroup: `fleet-${String(index + 1).padStart(2, "0")}`,
      location,
    })),
  );
  for (const place of places) seedGroup(world, place);
  const digits = String(seed.vms).length;
  for (let index = 0; index < seed.vms; index++) {
    const name = `${seed.prefix ?? "vm"}-${String(index + 1).padStart(digits, "0")}`;
    seedVm(world, { place: places[index % places.length]!, name, index, seed });
  }
}

function requireSubscriptions(world: World, count: number): readonly Subscription[] {
  const subscriptions = [...world.settings.subscriptions];
  for (let index = subscriptions.length; index < count; index++) {
    subscriptions.push({
      subscriptionId: `00000000-0000-4000-8000-${String(index + 1).padStart(12, "0")}`,
      displayName: `Local Subscription ${index + 1}`,
      state: "Enabled",
    });
  }
  world.settings.subscriptions = subscriptions;
  return subscriptions.slice(0, count);
}

function seedGroup(world: World, { subscriptionId, resourceGroup, location }: Place): void {
  const id = formatResourceId({ subscriptionId, resourceGroup });
  if (world.store.has(id)) return;
  const properties = { provisioningState: "Succeeded" };
  world.store.put({ body: { id, name: resourceGroup, type: RESOURCE_GROUP_TYPE, location, properties } });
}

interface VmSeed {
  readonly place: Place;
  readonly name: string;
  readonly index: number;
  readonly seed: FleetSeed;
}

function seedVm(world: World, vm: VmSeed): void {
  const { place, name, index } = vm;
  const idOf = (type: string, suffix: string): string => formatResourceId({ ...place, type, name: `${name}${suffix}` });
  const ids = {
    vm: idOf("Microsoft.Compute/virtualMachines", ""),
    disk: idOf("Microsoft.Compute/disks", "_OsDisk_1"),
    nic: idOf("Microsoft.Network/networkInterfaces", "-nic"),
    ip: idOf("Microsoft.Network/publicIPAddresses", "-ip"),
  };
  const address = [(index >> 16) & 255, (index >> 8) & 255, index & 255].join(".");
  put(world, place, { id: ids.ip, properties: ipProperties(`20.${address}`) });
  put(world, place, { id: ids.nic, properties: nicProperties(ids, `10.${address}`) });
  put(world, place, { id: ids.disk, properties: { diskSizeGB: 30, osType: "Linux", diskState: "Attached" } });
  const tags = vm.seed.tags ?? { "managed-by": "azlin", "azlin-created": world.clock.timestamp().slice(0, 19) + "Z" };
  put(world, place, { id: ids.vm, tags: { ...tags }, properties: vmProperties(vm, ids, world.ids.guid()) });
}

function put(
  world: World,
  { location }: Place,
  { id, tags, properties }: { id: string; tags?: Record<string, string>; properties: JsonObject },
): void {
  const segments = id.split("/");
  const body = {
    id,
    name: segments[8]!,
    type: `${segments[6]}/${segments[7]}`,
    location,
    ...(tags !== undefined && { tags }),
    properties: { provisioningState: "Succeeded", ...properties },
  };
  world.store.put({ body });
}

function ipProperties(ipAddress: string): JsonObject {
  return { ipAddress, publicIPAddressVersion: "IPv4", publicIPAllocationMethod: "Static", idleTimeoutInMinutes: 4 };
}

function nicProperties(ids: { readonly nic: string; readonly ip: string }, privateIPAddress: string): JsonObject {
  return {
    ipConfigurations: [
      {
        name: "ipconfig1",
        id: `${ids.nic}/ipConfigurations/ipconfig1`,
        properties: {
          provisioningState: "Succeeded",
          privateIPAddress,
          privateIPAllocationMethod: "Dynamic",
          publicIPAddress: { id: ids.ip },
          primary: true,
          privateIPAddressVersion: "IPv4",
        },
      },
    ],
    primary: true,
  };
}

function vmProperties({ name, seed }: VmSeed, ids: { disk: string; nic: string }, vmId: string): JsonObject {
  return {
    vmId,
    hardwareProfile: { vmSize: seed.size ?? "Standard_D2s_v5" },
    storageProfile: {
      imageReference: { publisher: "Canonical", offer: "ubuntu-24_04-lts", sku: "server", version: "latest" },
      osDisk: {
        osType: "Linux",
        name: `${name}_OsDisk_1`,
        createOption: "FromImage",
        caching: "ReadWrite",
        managedDisk: { id: ids.disk, storageAccountType: "Premium_LRS" },
        deleteOption: "Delete",
        diskSizeGB: 30,
      },
      dataDisks: [],
    },
    osProfile: { computerName: name, adminUsername: "azureuser" },
    networkProfile: { networkInterfaces: [{ id: ids.nic, properties: { primary: true, deleteOption: "Delete" } }] },
  };
}
