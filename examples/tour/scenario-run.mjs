// What a run of some scenario leaves behind: 60 resources in three groups, with tags that say whose they are.
const SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-000000000001";
const TAGS = { "AzureHayMaker-managed": "true", RunId: "run-42", Scenario: "web-shop" };
const GROUPS = ["run-42-web", "run-42-data", "run-42-jobs"];
const VMS = ["vm-1", "vm-2", "vm-3", "vm-4"];

const idOf = (group, type, name) => `${SUBSCRIPTION}/resourceGroups/${group}/providers/${type}/${name}`;

/** Ids and bodies of everything that the run made; the interfaces of one group use a security group of another. */
export function resourcesOfRun() {
  const shared = idOf(GROUPS[0], "Microsoft.Network/networkSecurityGroups", "shared-nsg");
  return [
    ...GROUPS.map((group) => made(`${SUBSCRIPTION}/resourceGroups/${group}`)),
    ...GROUPS.flatMap((group) => network(group)),
    ...GROUPS.flatMap((group) => VMS.flatMap((vm) => machine(group, vm, group === GROUPS[2] ? shared : undefined))),
    made(shared),
    made(idOf(GROUPS[1], "Microsoft.KeyVault/vaults", "run-42-secrets"), {
      tenantId: "00000000-0000-4000-8000-00000000000a",
      sku: { family: "A", name: "standard" },
      accessPolicies: [],
      enableSoftDelete: true,
    }),
    made(idOf(GROUPS[1], "Microsoft.Compute/disks", "results"), { diskSizeGB: 128 }, "Premium_LRS"),
  ];
}

/** A lock that somebody has put on what the run made. */
export const LOCK = {
  id: `${idOf(GROUPS[1], "Microsoft.Compute/disks", "results")}/providers/Microsoft.Authorization/locks/keep`,
  body: { properties: { level: "CanNotDelete", notes: "Not yet read." } },
};

function network(group) {
  return [
    made(idOf(group, "Microsoft.Network/virtualNetworks", "vnet"), { subnets: [{ name: "default" }] }),
    made(idOf(group, "Microsoft.Network/networkSecurityGroups", "nsg")),
  ];
}

function machine(group, name, nsg) {
  const nic = idOf(group, "Microsoft.Network/networkInterfaces", `${name}-nic`);
  const ip = idOf(group, "Microsoft.Network/publicIPAddresses", `${name}-ip`);
  const disk = idOf(group, "Microsoft.Compute/disks", `${name}-disk`);
  const subnet = { id: `${idOf(group, "Microsoft.Network/virtualNetworks", "vnet")}/subnets/default` };
  const ipConfiguration = { name: "ipconfig1", properties: { subnet, publicIPAddress: { id: ip } } };
  return [
    made(ip, { publicIPAllocationMethod: "Static" }, "Standard"),
    made(nic, { ipConfigurations: [ipConfiguration], ...(nsg && { networkSecurityGroup: { id: nsg } }) }),
    made(disk, { diskSizeGB: 30, osType: "Linux" }, "StandardSSD_LRS"),
    made(idOf(group, "Microsoft.Compute/virtualMachines", name), {
      hardwareProfile: { vmSize: "Standard_B2s" },
      storageProfile: { osDisk: { name: `${name}-disk`, osType: "Linux", managedDisk: { id: disk } } },
      networkProfile: { networkInterfaces: [{ id: nic }] },
    }),
  ];
}

function made(id, properties = {}, sku) {
  const body = { location: "westus2", tags: TAGS, properties: { provisioningState: "Succeeded", ...properties } };
  return { id, body: { ...body, ...(sku && { sku: { name: sku } }) } };
}
