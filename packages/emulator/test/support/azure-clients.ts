import { clientOptions, pollOptions } from "@azlin/core";
import { ComputeManagementClient, type VirtualMachine } from "@azure/arm-compute";
import { ResourceManagementClient } from "@azure/arm-resources";
import type { Emulator } from "../../src/index.ts";

/** The official clients of one emulator, with the polling options that make them fast. */
export interface AzureClients {
  readonly compute: ComputeManagementClient;
  readonly resources: ResourceManagementClient;
  readonly poll: ReturnType<typeof pollOptions>;
  readonly subscriptionId: string;
}

export function azureClients(emulator: Emulator): AzureClients {
  const transport = emulator.transport();
  const subscriptionId = transport.subscriptionIds[0]!;
  return {
    compute: new ComputeManagementClient(transport.credential, subscriptionId, clientOptions(transport)),
    resources: new ResourceManagementClient(transport.credential, subscriptionId, clientOptions(transport)),
    poll: pollOptions(transport),
    subscriptionId,
  };
}

const NETWORK_API = "2024-05-01";

/** Makes a group with a network, an address and an interface in it; the interface's id. */
export async function createInterface(
  { resources, poll, subscriptionId }: AzureClients,
  name: string,
): Promise<string> {
  await resources.resourceGroups.createOrUpdate("rg", { location: "westus2" });
  const network = `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.Network`;
  const put = async (path: string, properties: Record<string, unknown>): Promise<string> => {
    const id = `${network}/${path}`;
    await resources.resources.beginCreateOrUpdateByIdAndWait(
      id,
      NETWORK_API,
      { location: "westus2", properties },
      poll,
    );
    return id;
  };
  const vnet = await put("virtualNetworks/vnet", {
    addressSpace: { addressPrefixes: ["10.0.0.0/16"] },
    subnets: [{ name: "default", properties: { addressPrefix: "10.0.0.0/24" } }],
  });
  const address = await put(`publicIPAddresses/${name}-ip`, { publicIPAllocationMethod: "Dynamic" });
  return put(`networkInterfaces/${name}-nic`, {
    ipConfigurations: [
      {
        name: "ipconfig1",
        properties: {
          subnet: { id: `${vnet}/subnets/default` },
          publicIPAddress: { id: address, properties: { deleteOption: "Delete" } },
        },
      },
    ],
  });
}

/** What a VM on that interface looks like, with everything going when it goes. */
export function vmOn(interfaceId: string, extra: Partial<VirtualMachine> = {}): VirtualMachine {
  return {
    location: "westus2",
    hardwareProfile: { vmSize: "Standard_D2s_v5" },
    storageProfile: {
      imageReference: { publisher: "Canonical", offer: "ubuntu-24_04-lts", sku: "server", version: "latest" },
      osDisk: { createOption: "FromImage", deleteOption: "Delete", managedDisk: { storageAccountType: "Premium_LRS" } },
      dataDisks: [{ lun: 0, createOption: "Empty", diskSizeGB: 64, deleteOption: "Delete" }],
    },
    osProfile: {
      computerName: "guest",
      adminUsername: "azureuser",
      adminPassword: "never shown",
      linuxConfiguration: {},
    },
    networkProfile: { networkInterfaces: [{ id: interfaceId, primary: true, deleteOption: "Delete" }] },
    ...extra,
  };
}
