import { powerStateOf, type PowerState } from "@azlin/core";
import type { VirtualMachine, VirtualMachineUpdate } from "@azure/arm-compute";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { azureClients, createInterface, vmOn, type AzureClients } from "../support/azure-clients.ts";

describe("the official compute client, with virtual machines", () => {
  let emulator: Emulator;
  let azure: AzureClients;
  let interfaceId: string;

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1 });
    azure = azureClients(emulator);
    interfaceId = await createInterface(azure, "vm1");
    await azure.compute.virtualMachines.createOrUpdate("rg", "vm1", vmOn(interfaceId), azure.poll);
  });

  const vms = (): AzureClients["compute"]["virtualMachines"] => azure.compute.virtualMachines;
  const power = async (): Promise<PowerState> => powerStateOf((await vms().instanceView("rg", "vm1")).statuses);

  it("creates a VM whose parts refer to each other", async () => {
    const vm = await vms().get("rg", "vm1", { expand: "instanceView" });
    expect(vm).toMatchObject({ name: "vm1", provisioningState: "Succeeded", etag: '"1"' });
    expect(vm.storageProfile?.imageReference?.exactVersion).toMatch(/^24\.04\./);
    expect(vm.osProfile?.adminPassword).toBeUndefined();
    expect(powerStateOf(vm.instanceView?.statuses)).toBe("running");
    const disk = await azure.compute.disks.get("rg", vm.storageProfile!.osDisk!.name!);
    expect(disk).toMatchObject({ managedBy: vm.id, diskState: "Attached", osType: "Linux" });
    const nic = await azure.resources.resources.getById(interfaceId, "2024-05-01");
    expect(nic.properties).toMatchObject({ virtualMachine: { id: vm.id } });
  });

  it("lists VMs by group, subscription and region, and statuses alone", async () => {
    const namesOf = async (list: AsyncIterable<{ name?: string }>): Promise<(string | undefined)[]> => {
      const names = [];
      for await (const { name } of list) names.push(name);
      return names;
    };
    expect(await namesOf(vms().list("rg"))).toEqual(["vm1"]);
    expect(await namesOf(vms().listAll())).toEqual(["vm1"]);
    expect(await namesOf(vms().listByLocation("westus2"))).toEqual(["vm1"]);
    expect(await namesOf(vms().listByLocation("eastus"))).toEqual([]);
    for await (const vm of vms().listAll({ statusOnly: "true" })) {
      expect(vm.storageProfile).toBeUndefined();
      expect(powerStateOf(vm.instanceView?.statuses)).toBe("running");
    }
    expect(await namesOf(vms().listAvailableSizes("rg", "vm1"))).toContain("Standard_D4s_v5");
  });

  it("passes through the power states", async () => {
    await vms().powerOff("rg", "vm1", azure.poll);
    expect(await power()).toBe("stopped");
    await vms().start("rg", "vm1", azure.poll);
    expect(await power()).toBe("running");
    await vms().restart("rg", "vm1", azure.poll);
    expect(await power()).toBe("running");
    await vms().deallocate("rg", "vm1", azure.poll);
    expect(await power()).toBe("deallocated");
    await vms().powerOff("rg", "vm1", azure.poll);
    expect(await power()).toBe("deallocated");
  });

  it("shows the transitional state while time stands still", async () => {
    emulator.clock.change({ mode: "virtual" });
    emulator.configure({ latency: { profile: "recorded", scale: 1 } });
    await emulator.fetch(await postAction("deallocate"));
    expect(await power()).toBe("deallocating");
    emulator.clock.advance(600_000);
    expect(await power()).toBe("deallocated");
  });

  it("refuses what the power state forbids", async () => {
    await vms().deallocate("rg", "vm1", azure.poll);
    const refused = { statusCode: 409, code: "OperationNotAllowed" };
    await expect(vms().restart("rg", "vm1", azure.poll)).rejects.toMatchObject(refused);
    await expect(vms().deallocate("rg", "vm1", { ...azure.poll, hibernate: true })).rejects.toMatchObject(refused);
    await expect(
      vms().runCommand("rg", "vm1", { commandId: "RunShellScript", script: ["true"] }, azure.poll),
    ).rejects.toMatchObject(refused);
    await expect(vms().assessPatches("rg", "vm1", azure.poll)).rejects.toMatchObject(refused);
  });

  it("hibernates a VM that may be hibernated", async () => {
    const capable = { additionalCapabilities: { hibernationEnabled: true } };
    await vms().update("rg", "vm1", capable, azure.poll);
    await vms().deallocate("rg", "vm1", { ...azure.poll, hibernate: true });
    const { statuses } = await vms().instanceView("rg", "vm1");
    expect(statuses?.map(({ code }) => code)).toContain("HibernationState/Hibernated");
  });

  it("reapplies, redeploys and reimages", async () => {
    const before = await azure.compute.disks.get("rg", await osDiskName());
    await vms().reapply("rg", "vm1", azure.poll);
    await vms().redeploy("rg", "vm1", azure.poll);
    expect((await vms().get("rg", "vm1")).provisioningState).toBe("Succeeded");
    await vms().reimage("rg", "vm1", azure.poll);
    const after = await azure.compute.disks.get("rg", await osDiskName());
    expect(after.uniqueId).not.toBe(before.uniqueId);
    expect(await power()).toBe("running");
  });

  it("generalizes and captures only what has been stopped", async () => {
    await expect(vms().generalize("rg", "vm1")).rejects.toMatchObject({ code: "OperationNotAllowed" });
    const capture = { vhdPrefix: "p", destinationContainerName: "c", overwriteVhds: true };
    await expect(vms().capture("rg", "vm1", capture, azure.poll)).rejects.toMatchObject({ statusCode: 409 });
    await vms().deallocate("rg", "vm1", azure.poll);
    await vms().generalize("rg", "vm1");
    const captured = await vms().capture("rg", "vm1", capture, azure.poll);
    expect(captured.resources).toHaveLength(1);
    await expect(vms().start("rg", "vm1", azure.poll)).rejects.toMatchObject({ code: "OperationNotAllowed" });
  });

  it("attaches and detaches data disks in one operation", async () => {
    const data = { location: "westus2", diskSizeGB: 16, creationData: { createOption: "Empty" } };
    const extra = await azure.compute.disks.createOrUpdate("rg", "extra", data, azure.poll);
    const known = (await vms().get("rg", "vm1")).storageProfile!.dataDisks![0]!.managedDisk!.id!;
    const change = { dataDisksToAttach: [{ diskId: extra.id!, lun: 5 }], dataDisksToDetach: [{ diskId: known }] };
    const profile = await vms().attachDetachDataDisks("rg", "vm1", change, azure.poll);
    expect(profile.dataDisks?.map(({ lun, name }) => [lun, name])).toEqual([[5, "extra"]]);
    expect(await azure.compute.disks.get("rg", "extra")).toMatchObject({ diskState: "Attached" });
    expect(await azure.compute.disks.get("rg", known.split("/").at(-1)!)).toMatchObject({ diskState: "Unattached" });
  });

  it("converts blobs to managed disks once the VM is deallocated", async () => {
    const nic = await createInterface(azure, "vm2");
    const vhd = { uri: "https://a.blob.core.windows.net/vhds/os.vhd" };
    const osDisk = { name: "os", createOption: "FromImage", vhd };
    await vms().createOrUpdate("rg", "vm2", vmOn(nic, { storageProfile: { osDisk } }), azure.poll);
    await expect(vms().convertToManagedDisks("rg", "vm2", azure.poll)).rejects.toMatchObject({ statusCode: 409 });
    await vms().deallocate("rg", "vm2", azure.poll);
    await vms().convertToManagedDisks("rg", "vm2", azure.poll);
    expect(await azure.compute.disks.get("rg", "os")).toMatchObject({ managedBy: expect.stringMatching(/vm2$/) });
  });

  it("runs a script in the guest and returns what it printed", async () => {
    const script = ["echo hello $NAME", "hostname; whoami", "apt-get update"];
    const input = { commandId: "RunShellScript", script, parameters: [{ name: "NAME", value: "azlin" }] };
    const { value } = await vms().runCommand("rg", "vm1", input, azure.poll);
    expect(value?.[0]).toMatchObject({ code: "ProvisioningState/succeeded", displayStatus: "Provisioning succeeded" });
    const [, stdout, stderr] = /\[stdout\]\n([^]*)\n\[stderr\]\n([^]*)/.exec(value![0]!.message!)!;
    expect(stdout).toBe("hello azlin\nguest\nroot\n");
    expect(stderr).toContain("apt-get: this guest is scripted");
  });

  it("keeps managed run commands with their results", async () => {
    const runs = azure.compute.virtualMachineRunCommands;
    const source = { script: "echo ok\nexit 3" };
    await runs.createOrUpdate("rg", "vm1", "check", { location: "westus2", source }, azure.poll);
    const { instanceView } = await runs.getByVirtualMachine("rg", "vm1", "check", { expand: "instanceView" });
    expect(instanceView).toMatchObject({ executionState: "Failed", exitCode: 3, output: "ok\n" });
    const strict = { location: "westus2", source, treatFailureAsDeploymentFailure: true };
    await expect(runs.createOrUpdate("rg", "vm1", "strict", strict, azure.poll)).rejects.toThrow(
      /exited with status 3/,
    );
    await runs.delete("rg", "vm1", "check", azure.poll);
    await expect(runs.getByVirtualMachine("rg", "vm1", "check")).rejects.toMatchObject({ statusCode: 404 });
  });

  it("keeps extensions, and shows them in the instance view", async () => {
    const extensions = azure.compute.virtualMachineExtensions;
    const script = { location: "westus2", publisher: "Microsoft.Azure.Extensions", typePropertiesType: "CustomScript" };
    const created = await extensions.createOrUpdate(
      "rg",
      "vm1",
      "setup",
      { ...script, protectedSettings: { s: 1 } },
      azure.poll,
    );
    expect(created).toMatchObject({ name: "setup", provisioningState: "Succeeded" });
    expect(created.protectedSettings).toBeUndefined();
    const view = await vms().instanceView("rg", "vm1");
    expect(view.extensions?.map(({ name }) => name)).toEqual(["setup"]);
    await vms().deallocate("rg", "vm1", azure.poll);
    await expect(extensions.createOrUpdate("rg", "vm1", "late", script, azure.poll)).rejects.toMatchObject({
      code: "OperationNotAllowed",
    });
  });

  it("answers patching and boot diagnostics", async () => {
    expect(await vms().assessPatches("rg", "vm1", azure.poll)).toMatchObject({ status: "Succeeded" });
    const install = { rebootSetting: "Never", linuxParameters: {} };
    expect(await vms().installPatches("rg", "vm1", install, azure.poll)).toMatchObject({ installedPatchCount: 0 });
    const diagnostics = await vms().retrieveBootDiagnosticsData("rg", "vm1");
    expect(diagnostics.serialConsoleLogBlobUri).toMatch(/^https:/);
  });

  it("keeps a VM spot or regular as it was made, and changes its price only while it is deallocated", async () => {
    const nic = await createInterface(azure, "spot");
    await vms().createOrUpdate("rg", "spot", vmOn(nic, { priority: "Spot" }), azure.poll);
    const change = (patch: VirtualMachineUpdate): Promise<VirtualMachine> =>
      vms().update("rg", "spot", patch, azure.poll);
    await expect(change({ priority: "Regular" })).rejects.toMatchObject({ code: "PropertyChangeNotAllowed" });
    const price = { billingProfile: { maxPrice: 0.5 } };
    await expect(change(price)).rejects.toMatchObject({ statusCode: 409, code: "OperationNotAllowed" });
    await vms().deallocate("rg", "spot", azure.poll);
    expect((await change(price)).billingProfile).toEqual({ maxPrice: 0.5 });
  });

  it("evicts Spot VMs only", async () => {
    await expect(vms().simulateEviction("rg", "vm1")).rejects.toMatchObject({ code: "OperationNotAllowed" });
    const nic = await createInterface(azure, "spot");
    await vms().createOrUpdate("rg", "spot", vmOn(nic, { priority: "Spot", evictionPolicy: "Delete" }), azure.poll);
    await vms().simulateEviction("rg", "spot");
    await expect(vms().get("rg", "spot")).rejects.toMatchObject({ statusCode: 404 });
  });

  it("takes everything along that was created with deleteOption Delete", async () => {
    await vms().delete("rg", "vm1", azure.poll);
    const left = [];
    for await (const { name } of azure.resources.resources.listByResourceGroup("rg")) left.push(name);
    expect(left).toEqual(["vnet"]);
  });

  it("refuses to delete what a VM uses", async () => {
    const deletion = azure.resources.resources.beginDeleteByIdAndWait(interfaceId, "2024-05-01", azure.poll);
    await expect(deletion).rejects.toMatchObject({ statusCode: 400, code: "NicInUse" });
    await expect(azure.compute.disks.delete("rg", await osDiskName(), azure.poll)).rejects.toMatchObject({
      statusCode: 409,
      code: "OperationNotAllowed",
      message: expect.stringMatching(/is attached to VM/),
    });
  });

  it("refuses sizes that are unknown, restricted or above the quota", async () => {
    const nic = await createInterface(azure, "big");
    const create = (location: string, vmSize: string): Promise<unknown> =>
      vms().createOrUpdate("rg", "big", { ...vmOn(nic), location, hardwareProfile: { vmSize } }, azure.poll);
    await expect(create("westus2", "Standard_X1")).rejects.toMatchObject({ code: "InvalidParameter" });
    await expect(create("westus", "Standard_NC24ads_A100_v4")).rejects.toMatchObject({ code: "SkuNotAvailable" });
    emulator.world.settings.quota = { regionalCores: 4, familyCores: 4 };
    await expect(create("westus2", "Standard_D4s_v5")).rejects.toMatchObject({
      statusCode: 409,
      code: "OperationNotAllowed",
      message: expect.stringMatching(/exceeding approved Total Regional Cores quota/),
    });
  });

  async function osDiskName(): Promise<string> {
    return (await vms().get("rg", "vm1")).storageProfile!.osDisk!.name!;
  }

  async function postAction(action: string): Promise<Request> {
    const { token } = (await emulator.transport().credential.getToken("https://management.azure.com/.default"))!;
    const id = `/subscriptions/${azure.subscriptionId}/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/vm1`;
    const url = `https://management.azure.com${id}/${action}?api-version=2024-11-01`;
    return new Request(url, { method: "POST", headers: { authorization: `Bearer ${token}` } });
  }
});
