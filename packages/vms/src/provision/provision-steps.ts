import { formatResourceId } from "@azlin/core";
import { MANAGED_BY, managementTags, TAG_KEYS } from "@azlin/tags";
import { RESOURCE_TYPES } from "../resource-types.ts";
import type { SizeFacts } from "./provision-facts.ts";
import type { ProvisionStep } from "./provision-plan.ts";
import type { ProvisionRequest } from "./provision-request.ts";

/** Where and as what the VMs are created. */
export interface Placement {
  readonly request: ProvisionRequest;
  readonly location: string;
  readonly networkId: string;
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

export function groupStep({ request, location }: Placement): ProvisionStep {
  return {
    action: "create",
    target: formatResourceId({ subscriptionId: request.subscriptionId, resourceGroup: request.resourceGroup }),
    type: "Microsoft.Resources/resourceGroups",
    reason: "The resource group does not exist yet.",
    body: { location, tags: MANAGED },
  };
}

export function networkStep({ location, networkId }: Placement): ProvisionStep {
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
  const { request } = placement;
  const idOf = (type: string, name: string): string => formatResourceId({ ...request, type, name });
  const ids = {
    group: idOf(RESOURCE_TYPES.networkSecurityGroup.type, `${vm.name}-nsg`),
    address: idOf(RESOURCE_TYPES.publicIpAddress.type, `${vm.name}-ip`),
    nic: idOf(RESOURCE_TYPES.networkInterface.type, `${vm.name}-nic`),
    vm: idOf(RESOURCE_TYPES.virtualMachine.type, vm.name),
  };
  const step = (target: string, type: string, rest: Pick<ProvisionStep, "reason" | "body">): ProvisionStep => ({
    action: "create",
    target,
    type,
    vm: vm.name,
    ...rest,
  });
  return [
    step(ids.group, RESOURCE_TYPES.networkSecurityGroup.type, {
      reason: "Lets SSH in, and nothing else.",
      body: { location: placement.location, tags: MANAGED, properties: { securityRules: [SSH_RULE] } },
    }),
    step(ids.address, RESOURCE_TYPES.publicIpAddress.type, {
      reason: "The VM's address.",
      body: {
        location: placement.location,
        tags: MANAGED,
        sku: { name: "Standard" },
        properties: { publicIPAllocationMethod: "Static", publicIPAddressVersion: "IPv4" },
      },
    }),
    step(ids.nic, RESOURCE_TYPES.networkInterface.type, {
      reason: "Ties the VM to network, address and security group.",
      body: { location: placement.location, tags: MANAGED, properties: nicProperties(placement, ids) },
    }),
    step(ids.vm, RESOURCE_TYPES.virtualMachine.type, {
      reason: "It was asked for.",
      body: vmBody(placement, vm, ids.nic),
    }),
  ];
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
  { networkId }: Placement,
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
  const { owner, created, adminUsername, sshPublicKey } = request;
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
