import { createEmulator, type Emulator, type EmulatorOptions } from "@azlin/emulator";
import { onTestFinished } from "vitest";
import { HealthMonitor, type HealthMonitorOptions, type MonitoredVm } from "../../src/index.ts";

/** The VMs of a local Azure, as a list of VMs would tell them, all reached on this machine. */
export function vmsOf(emulator: Emulator, port?: number): MonitoredVm[] {
  return [...emulator.world.store.ofType("Microsoft.Compute/virtualMachines")].map(({ body }) => ({
    id: body.id,
    name: body.name,
    tags: { ...body.tags, ...(port !== undefined && { "azlin-ssh-port": String(port) }) },
    publicIp: "127.0.0.1",
    privateIp: null,
  }));
}

/** A local Azure with a fleet of states, in one group, that ends with the test; its VMs are reached at one port. */
export function fleetOf(vms: number, options: EmulatorOptions & { readonly subscriptions?: number } = {}): Emulator {
  const { subscriptions = 1, ...emulatorOptions } = options;
  const emulator = createEmulator({ seed: 1, ...emulatorOptions });
  onTestFinished(() => emulator.stop());
  emulator.seed({ fleet: { vms, subscriptions } });
  emulator.journal.clear();
  return emulator;
}

/** A monitor of a local Azure. */
export function monitorOf(emulator: Emulator, options: Partial<HealthMonitorOptions> = {}): HealthMonitor {
  return new HealthMonitor({ transport: emulator.transport(), ...options });
}

/** Lets something happen to a VM that nobody asked Azure for. */
export async function nature(emulator: Emulator, vm: Pick<MonitoredVm, "id">, act: string, body = {}): Promise<void> {
  const url = `http://127.0.0.1/_emulator/vms${vm.id}/${act}`;
  const response = await emulator.fetch(new Request(url, { method: "POST", body: JSON.stringify(body) }));
  if (!response.ok) throw new Error(await response.text());
  await emulator.settled();
}

/** Requests for VMs that the local Azure has served, as method and path's end. */
export function vmRequests(emulator: Emulator): string[] {
  return emulator.journal
    .since(0)
    .filter(({ path }) => path.includes("/virtualMachines"))
    .map(({ method, path, status }) => `${method} ${path.split("/").at(-1)} ${status}`);
}
