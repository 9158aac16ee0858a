const SUBSCRIPTION = "/subscriptions/00000000-0000-4000-8000-000000000001";
const LOCATION = "westus2";

/** Types of the worlds' resources. */
export const TYPES = {
  group: "Microsoft.Resources/resourceGroups",
  vm: "Microsoft.Compute/virtualMachines",
  disk: "Microsoft.Compute/disks",
  nic: "Microsoft.Network/networkInterfaces",
  ip: "Microsoft.Network/publicIPAddresses",
  nsg: "Microsoft.Network/networkSecurityGroups",
  network: "Microsoft.Network/virtualNetworks",
};

/** Id of a group, or of a resource in it. */
export function idOf(group, kind = "group", name = "") {
  const groupId = `${SUBSCRIPTION}/resourceGroups/${group}`;
  return kind === "group" ? groupId : `${groupId}/providers/${TYPES[kind]}/${name}`;
}

/** Id of the subnet that every network of the worlds has. */
export function subnetOf(networkId) {
  return `${networkId}/subnets/main`;
}

/**
 * A resource as its provider shows it, `ids` being those that it names.
 *
 * @param guid - tells it from others that had its name.
 */
export function documentOf({ kind, tags, ids = {}, guid }) {
  const { properties, ...rest } = BODIES[kind](ids, guid);
  return { location: LOCATION, tags, ...rest, properties: { provisioningState: "Succeeded", ...properties } };
}

const BODIES = {
  group: () => ({}),
  network: (_ids, guid) => ({
    properties: {
      resourceGuid: guid,
      addressSpace: { addressPrefixes: ["10.0.0.0/8"] },
      subnets: [{ name: "main", properties: { provisioningState: "Succeeded", addressPrefix: "10.0.0.0/9" } }],
    },
  }),
  nsg: (_ids, guid) => ({ properties: { resourceGuid: guid, securityRules: [] } }),
  ip: (_ids, guid) => ({
    sku: { name: "Standard", tier: "Regional" },
    properties: { resourceGuid: guid, publicIPAllocationMethod: "Static", publicIPAddressVersion: "IPv4" },
  }),
  nic: ({ subnet, ip, nsg }, guid) => ({
    properties: {
      resourceGuid: guid,
      ...(nsg !== undefined && { networkSecurityGroup: { id: nsg } }),
      ipConfigurations: [
        {
          name: "main",
          properties: {
            primary: true,
            subnet: { id: subnet },
            ...(ip !== undefined && { publicIPAddress: { id: ip } }),
          },
        },
      ],
    },
  }),
  disk: ({ vm }, guid) => ({
    sku: { name: "Premium_LRS" },
    ...(vm !== undefined && { managedBy: vm }),
    properties: { uniqueId: guid, diskSizeGB: 30, diskState: vm === undefined ? "Unattached" : "Attached" },
  }),
  vm: ({ nic, osDisk, dataDisk }, guid) => ({
    properties: {
      vmId: guid,
      hardwareProfile: { vmSize: "Standard_D2s_v5" },
      storageProfile: {
        osDisk: { name: "os", createOption: "FromImage", managedDisk: { id: osDisk } },
        dataDisks: [{ lun: 0, name: "data", createOption: "Attach", managedDisk: { id: dataDisk } }],
      },
      networkProfile: { networkInterfaces: [{ id: nic }] },
    },
  }),
};
