/** Azure's types that a VM consists of, with the api-version that the generic resource calls use for them. */
export const RESOURCE_TYPES = {
  virtualMachine: { type: "Microsoft.Compute/virtualMachines", apiVersion: "2024-11-01" },
  disk: { type: "Microsoft.Compute/disks", apiVersion: "2024-03-02" },
  snapshot: { type: "Microsoft.Compute/snapshots", apiVersion: "2024-03-02" },
  networkInterface: { type: "Microsoft.Network/networkInterfaces", apiVersion: "2024-05-01" },
  publicIpAddress: { type: "Microsoft.Network/publicIPAddresses", apiVersion: "2024-05-01" },
  networkSecurityGroup: { type: "Microsoft.Network/networkSecurityGroups", apiVersion: "2024-05-01" },
  virtualNetwork: { type: "Microsoft.Network/virtualNetworks", apiVersion: "2024-05-01" },
} as const;

/** api-version for the generic calls on a resource of this id; `undefined` for types that VMs do not consist of. */
export function apiVersionOf(id: string): string | undefined {
  const lower = id.toLowerCase();
  return Object.values(RESOURCE_TYPES).find(({ type }) => lower.includes(`/providers/${type.toLowerCase()}/`))
    ?.apiVersion;
}
