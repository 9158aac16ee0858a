import { formatResourceId } from "@azlin/core";
import { MANAGED_BY, managementTags, TAG_KEYS } from "@azlin/tags";
import { RESOURCE_TYPES } from "../resource-types.ts";
import type { SizeFacts } from "./provision-facts.ts";
import type { ProvisionStep } from "./provision-plan.ts";
import type { ProvisionRequest } from "./provision-request.ts";

/** Where VMs' networks, addresses and interfaces are created. */
export interface NetworkPlace {
  readonly request: Pick<ProvisionRequest, "subscriptionId" | "resourceGroup">;
  readonly location: string;
  readonly networkId: string;
}

/** Where and as what the VMs are created. */
export interface Placement extends NetworkPlace {
  readonly request: ProvisionRequest;
  readonly size: SizeFacts;
}

interface VmNames {
  readonly name: string;
  readonly session: string | undefined;
}

const MANAGED = { [TAG_KEYS.managedBy]: MANAGED_BY };
const SUBNET = "default";

/** Ubuntu 24.04 LTS, by architecture. */
const IMAGE_SKUS: Readonly<Record<string, string>> = { x64: "server", Arm64: "server-arm64" };

/** The resource group. */
export function groupStep({ request, location }: NetworkPlace): ProvisionStep {
  return {
    action: "create",
    target: formatResourceId({ subscriptionId: request.subscriptionId, resourceGroup: request.resourceGroup }),
    type: "Microsoft.Resources/resourceGroups",
    reason: "The resource group does not exist yet.",
    body: { location, tags: MANAGED },
  };
}

/** The network of a group and region. */
export function networkStep({ location, networkId }: NetworkPlace): ProvisionStep {
  return {
    action: "create",
    target: networkId,
    type: RESOURCE_TYPES.virtualNetwork.type,
    reason: "VMs of a group and region share one network; it costs nothing.",
    body: {
      location,
      tags: MANAGED,
      properties: {
        addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
        subnets: [{ name: SUBNET, properties: { addressPrefix: "10.0.0.0/20" } }],
      },
    },
  };
}

/** The resources of one VM: security group and address, then the interface, then the VM that takes all of it along. */
export function vmSteps(placement: Placement, vm: VmNames): ProvisionStep[] {
  const { type } = RESOURCE_TYPES.virtualMachine;
  const { steps, nicId } = accessSteps(placement, vm.name);
  return [
    ...steps,
    {
      action: "create",
      target: formatResourceId({ ...placement.request, type, name: vm.name }),
      type,
      vm: vm.name,
      reason: "It was asked for.",
      body: vmBody(placement, vm, nicId),
    },
  ];
}

/** What a VM is reached by: security group, address and the interface that ties them to the network. */
export function accessSteps(place: NetworkPlace, vm: string): { steps: ProvisionStep[]; nicId: string } {
  const { request, location } = place;
  const step = (
    { type }: { readonly type: string },
    name: string,
    rest: { readonly reason: string; readonly body: Record<string, unknown> },
  ): ProvisionStep => ({
    action: "create",
    target: formatResourceId({ ...request, type, name }),
    type,
    vm,
    reason: rest.reason,
    body: { location, tags: MANAGED, ...rest.body },
  });
  const group = step(RESOURCE_TYPES.networkSecurityGroup, `${vm}-nsg`, {
    reason: "Lets SSH in, and nothing else.",
    body: { properties: { securityRules: [SSH_RULE] } },
  });
  const address = step(RESOURCE_TYPES.publicIpAddress, `${vm}-ip`, {
    reason: "The VM's address.",
    body: {
      sku: { name: "Standard" },
      properties: { publicIPAllocationMethod: "Static", publicIPAddressVersion: "IPv4" },
    },
  });
  const nic = step(RESOURCE_TYPES.networkInterface, `${vm}-nic`, {
    reason: "Ties the VM to network, address and security group.",
    body: { properties: nicProperties(place, { group: group.target, address: address.target }) },
  });
  return { steps: [group, address, nic], nicId: nic.target };
}

const SSH_RULE = {
  name: "allow-ssh",
  properties: {
    priority: 1000,
    direction: "Inbound",
    access: "Allow",
    protocol: "Tcp",
    sourceAddressPrefix: "*",
    sourcePortRange: "*",
    destinationAddressPrefix: "*",
    destinationPortRange: "22",
  },
};

function nicProperties(
  { networkId }: NetworkPlace,
  ids: { readonly group: string; readonly address: string },
): Record<string, unknown> {
  return {
    networkSecurityGroup: { id: ids.group },
    ipConfigurations: [
      {
        name: "ipconfig1",
        properties: {
          primary: true,
          privateIPAllocationMethod: "Dynamic",
          subnet: { id: `${networkId}/subnets/${SUBNET}` },
          publicIPAddress: { id: ids.address, properties: { deleteOption: "Delete" } },
        },
      },
    ],
  };
}

/** The VM as arm-compute's model writes it: flat, without `properties`. */
function vmBody(placement: Placement, vm: VmNames, nicId: string): ProvisionStep["body"] {
  const { request, location, size } = placement;
  const { owner, created, adminUsername, sshPublicKey, customData } = request;
  return {
    location,
    tags: managementTags({
      created,
      ...(owner !== undefined && { owner }),
      ...(vm.session !== undefined && { session: vm.session }),
    }),
    hardwareProfile: { vmSize: size.name },
    storageProfile: {
      imageReference: {
        publisher: "Canonical",
        offer: "ubuntu-24_04-lts",
        sku: IMAGE_SKUS[size.architecture] ?? "server",
        version: "latest",
      },
      osDisk: {
        name: `${vm.name}-os`,
        createOption: "FromImage",
        caching: "ReadWrite",
        deleteOption: "Delete",
        diskSizeGB: request.osDiskGb ?? 64,
        managedDisk: { storageAccountType: "StandardSSD_LRS" },
      },
    },
    osProfile: {
      computerName: computerName(vm.name),
      adminUsername,
      ...(customData !== undefined && { customData: Buffer.from(customData, "utf8").toString("base64") }),
      linuxConfiguration: {
        disablePasswordAuthentication: true,
        ssh: { publicKeys: [{ path: `/home/${adminUsername}/.ssh/authorized_keys`, keyData: sshPublicKey }] },
      },
    },
    networkProfile: { networkInterfaces: [{ id: nicId, primary: true, deleteOption: "Delete" }] },
  };
}

/** A host name may not hold an underscore, a VM's name may. */
function computerName(vmName: string): string {
  return vmName.replaceAll("_", "-").slice(0, 63);
}
