import process from "node:process";
import { clientOptions } from "@azlin/core";
import { emulatorTransport } from "@azlin/transports";

/** Ways to list a fleet; each counts what it found. Clients are loaded within the time that is measured. */
const WAYS = {
  async loop(transport, subscriptionId) {
    const { ComputeManagementClient } = await import("@azure/arm-compute");
    const compute = new ComputeManagementClient(transport.credential, subscriptionId, clientOptions(transport));
    return count(compute.virtualMachines.listAll());
  },
  async tags(transport) {
    const { TagManager } = await import("@azlin/tags");
    return count(new TagManager({ transport }).listManagedVms());
  },
  async tagsLive(transport) {
    const { TagManager } = await import("@azlin/tags");
    return count(new TagManager({ transport }).listManagedVms({ source: "live" }));
  },
  async fleet(transport) {
    const { listVms, vmAzure } = await import("@azlin/vms");
    return count(listVms(vmAzure({ transport })));
  },
};

async function count(vms) {
  const all = [];
  for await (const vm of vms) all.push(vm);
  return all.length;
}

const [way, url] = process.argv.slice(2);
const subscriptionId = "00000000-0000-4000-8000-000000000001";
const transport = emulatorTransport({ url, subscriptionIds: [subscriptionId] });
const since = performance.now();
const vms = await WAYS[way](transport, subscriptionId);
const ms = performance.now() - since;
process.stdout.write(JSON.stringify({ ms, vms, rssMb: process.resourceUsage().maxRSS / 1024 }));
