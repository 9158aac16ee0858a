// Loaded before time is watched: see IdleClock.
import "@azure/arm-resourcegraph";
import "@azure/arm-resources";
import "@azure/core-rest-pipeline";
import { resourceKey, seededRandom } from "@azlin/core";
import { createEmulator, type Emulator, type EmulatorOptions } from "@azlin/emulator";
import { IdleClock } from "@azlin/testing";
import { onTestFinished } from "vitest";
import { cleanupAzure, queryManagedResources, type CleanupAzure, type CleanupAzureOptions } from "../../src/index.ts";

/** The subscription of every local Azure. */
export const SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-000000000001";
/** The run that the tests clean up after. */
export const RUN_ID = "7c1f6a52-0000-4000-8000-000000000042";
/** Tags of what the run made. */
export const RUN_TAGS: Readonly<Record<string, string>> = {
  "AzureHayMaker-managed": "true",
  RunId: RUN_ID,
  Scenario: "web-shop",
};

/** Id of a resource, or of a group when there is no more than its name. */
export function idOf(group: string, type = "", name = ""): string {
  const groupId = `${SUBSCRIPTION}/resourceGroups/${group}`;
  return type === "" ? groupId : `${groupId}/providers/${type}/${name}`;
}

/** A local Azure that ends with the test, and whose time stands still. */
export function worldOf(options: EmulatorOptions = {}): Emulator {
  const emulator = createEmulator({ seed: 7, clock: "virtual", ...options });
  onTestFinished(() => emulator.stop());
  return emulator;
}

/** The cleanup's view of a local Azure, whose time passes while it waits. */
export function azureOf(emulator: Emulator, options: Partial<CleanupAzureOptions> = {}): CleanupAzure {
  const clock = new IdleClock(emulator);
  const { transport = emulator.transport(), ...rest } = options;
  const basis = { clock, random: seededRandom(1), pollIntervalMs: 2_000 };
  return cleanupAzure({ ...basis, transport: clock.watch(transport), ...rest });
}

/** Puts a group there; with the tags of the run unless others are given. */
export function seedGroup(emulator: Emulator, name: string, tags = RUN_TAGS): string {
  const id = idOf(name);
  emulator.seed({ id, body: { location: "westus2", tags, properties: { provisioningState: "Succeeded" } } });
  return id;
}

/** A resource to be put there. */
export interface SeededResource {
  readonly group: string;
  readonly type: string;
  readonly name: string;
  readonly properties?: object;
  readonly tags?: Readonly<Record<string, string>>;
  readonly managedBy?: string;
  readonly sku?: { readonly name: string };
}

/** Puts a resource there, with the tags of the run unless others are given. Answers its id. */
export function seedResource(emulator: Emulator, resource: SeededResource): string {
  const { group, type, name, properties = {}, tags = RUN_TAGS, ...rest } = resource;
  const id = idOf(group, type, name);
  const body = { location: "westus2", tags, ...rest, properties: { provisioningState: "Succeeded", ...properties } };
  emulator.seed({ id, body });
  return id;
}

/** Ids of a VM and what belongs to it. */
export interface SeededVm {
  readonly vm: string;
  readonly nic: string;
  readonly ip: string;
  readonly disk: string;
}

/** What a VM is made with. */
export interface VmSeedOptions {
  readonly tags?: Readonly<Record<string, string>>;
  /** Id of a security group that its interface uses. */
  readonly nsg?: string;
}

/** Puts a VM there with interface, address and disk, none of which goes with it. */
export function seedVm(
  emulator: Emulator,
  place: { readonly group: string; readonly name: string },
  { tags = RUN_TAGS, nsg }: VmSeedOptions = {},
): SeededVm {
  const { group, name } = place;
  const vm = idOf(group, "Microsoft.Compute/virtualMachines", name);
  const ip = seedResource(emulator, {
    group,
    tags,
    type: "Microsoft.Network/publicIPAddresses",
    name: `${name}-ip`,
    sku: { name: "Standard" },
  });
  const ipConfigurations = [{ name: "main", properties: { publicIPAddress: { id: ip }, primary: true } }];
  const nic = seedResource(emulator, {
    group,
    tags,
    type: "Microsoft.Network/networkInterfaces",
    name: `${name}-nic`,
    properties: { ipConfigurations, ...(nsg !== undefined && { networkSecurityGroup: { id: nsg } }) },
  });
  const disk = seedResource(emulator, {
    group,
    tags,
    type: "Microsoft.Compute/disks",
    name: `${name}-disk`,
    managedBy: vm,
    sku: { name: "Premium_LRS" },
    properties: { diskSizeGB: 30, diskState: "Attached" },
  });
  const properties = {
    vmId: `00000000-0000-4000-8000-${name.length.toString().padStart(12, "0")}`,
    hardwareProfile: { vmSize: "Standard_D2s_v5" },
    storageProfile: { osDisk: { name: `${name}-disk`, createOption: "FromImage", managedDisk: { id: disk } } },
    networkProfile: { networkInterfaces: [{ id: nic }] },
  };
  seedResource(emulator, { group, tags, type: "Microsoft.Compute/virtualMachines", name, properties });
  return { vm, nic, ip, disk };
}

/** Puts a lock there that keeps a scope from being deleted. */
export function putLock(emulator: Emulator, scope: string): void {
  const id = `${scope}/providers/Microsoft.Authorization/locks/keep`;
  emulator.seed({ id, body: { properties: { level: "CanNotDelete" } } });
}

/** Keys of what is left of these ids. */
export function leftOf(emulator: Emulator, ids: readonly string[]): string[] {
  return ids.filter((id) => emulator.world.store.has(id)).map(resourceKey);
}

/** How often each id was asked to be deleted, answers 429 not counted, by key. */
export function deleteCalls(emulator: Emulator): Map<string, number> {
  const calls = new Map<string, number>();
  for (const { method, path, status } of emulator.journal.since()) {
    if (method !== "DELETE" || status === 429) continue;
    calls.set(resourceKey(path), (calls.get(resourceKey(path)) ?? 0) + 1);
  }
  return calls;
}

/** Loads what the first request and the first query load, so that no test pays for it. */
export async function warmUp(): Promise<void> {
  const emulator = createEmulator();
  await queryManagedResources(azureOf(emulator), RUN_ID);
  await emulator.stop();
}
