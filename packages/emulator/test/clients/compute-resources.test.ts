import { createPrivateKey, createPublicKey } from "node:crypto";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { azureClients, createInterface, vmOn, type AzureClients } from "../support/azure-clients.ts";

describe("the official compute client, beside virtual machines", () => {
  let emulator: Emulator;
  let azure: AzureClients;

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1 });
    azure = azureClients(emulator);
    await azure.resources.resourceGroups.createOrUpdate("rg", { location: "westus2" });
  });

  const empty = { location: "westus2", diskSizeGB: 100, creationData: { createOption: "Empty" } };

  it("creates, grows, shares and deletes a disk", async () => {
    const { disks } = azure.compute;
    const disk = await disks.createOrUpdate("rg", "data", { ...empty, sku: { name: "Premium_LRS" } }, azure.poll);
    expect(disk).toMatchObject({ diskState: "Unattached", diskSizeBytes: 100 * 1024 ** 3, diskIopsReadWrite: 500 });
    expect(await disks.update("rg", "data", { diskSizeGB: 200 }, azure.poll)).toMatchObject({ diskSizeGB: 200 });
    await expect(disks.update("rg", "data", { diskSizeGB: 10 }, azure.poll)).rejects.toMatchObject({ statusCode: 400 });
    const access = await disks.grantAccess("rg", "data", { access: "Read", durationInSeconds: 60 }, azure.poll);
    expect(access.accessSAS).toMatch(/^https:\/\/md-/);
    expect(await disks.get("rg", "data")).toMatchObject({ diskState: "ActiveSAS" });
    await expect(disks.delete("rg", "data", azure.poll)).rejects.toMatchObject({ code: "OperationNotAllowed" });
    await disks.revokeAccess("rg", "data", azure.poll);
    await disks.delete("rg", "data", azure.poll);
    await expect(disks.get("rg", "data")).rejects.toMatchObject({ statusCode: 404 });
  });

  it("copies a disk to incremental snapshots and back", async () => {
    const disk = await azure.compute.disks.createOrUpdate("rg", "data", empty, azure.poll);
    const copy = { createOption: "Copy", sourceResourceId: disk.id! };
    const snapshot = await azure.compute.snapshots.createOrUpdate(
      "rg",
      "snap",
      { location: "westus2", incremental: true, creationData: copy },
      azure.poll,
    );
    expect(snapshot).toMatchObject({ diskSizeGB: 100, incremental: true, completionPercent: 100 });
    expect(snapshot.creationData).toMatchObject({ sourceUniqueId: disk.uniqueId });
    const restored = { location: "westus2", creationData: { createOption: "Copy", sourceResourceId: snapshot.id! } };
    expect(await azure.compute.disks.createOrUpdate("rg", "again", restored, azure.poll)).toMatchObject({
      diskSizeGB: 100,
    });
    const lost = { ...restored, creationData: { createOption: "Copy", sourceResourceId: `${disk.id}x` } };
    await expect(azure.compute.disks.createOrUpdate("rg", "lost", lost, azure.poll)).rejects.toMatchObject({
      statusCode: 404,
    });
  });

  it("reserves the disks of a deallocated VM", async () => {
    const nic = await createInterface(azure, "vm1");
    const vm = await azure.compute.virtualMachines.createOrUpdate("rg", "vm1", vmOn(nic), azure.poll);
    const name = vm.storageProfile!.osDisk!.name!;
    await azure.compute.virtualMachines.deallocate("rg", "vm1", azure.poll);
    expect(await azure.compute.disks.get("rg", name)).toMatchObject({ diskState: "Reserved" });
  });

  it("makes images of generalized VMs only", async () => {
    const nic = await createInterface(azure, "vm1");
    const vm = await azure.compute.virtualMachines.createOrUpdate("rg", "vm1", vmOn(nic), azure.poll);
    const image = { location: "westus2", sourceVirtualMachine: { id: vm.id! } };
    const create = (): Promise<{ storageProfile?: object }> =>
      azure.compute.images.createOrUpdate("rg", "image", image, azure.poll);
    await expect(create()).rejects.toMatchObject({ statusCode: 409 });
    await azure.compute.virtualMachines.deallocate("rg", "vm1", azure.poll);
    await azure.compute.virtualMachines.generalize("rg", "vm1");
    expect(await create()).toMatchObject({
      storageProfile: { osDisk: { osState: "Generalized", osType: "Linux" }, dataDisks: [{ lun: 0 }] },
    });
  });

  it("keeps an availability set while a VM is in it", async () => {
    const { availabilitySets, virtualMachines } = azure.compute;
    const set = await availabilitySets.createOrUpdate("rg", "set", { location: "westus2" });
    expect(set).toMatchObject({ platformFaultDomainCount: 3, platformUpdateDomainCount: 5 });
    const nic = await createInterface(azure, "vm1");
    const vm = vmOn(nic, { availabilitySet: { id: set.id! } });
    await virtualMachines.createOrUpdate("rg", "vm1", vm, azure.poll);
    const found = await availabilitySets.get("rg", "set");
    expect(found.virtualMachines?.map(({ id }) => id?.split("/").at(-1))).toEqual(["vm1"]);
    await expect(availabilitySets.delete("rg", "set")).rejects.toMatchObject({ statusCode: 409 });
    await virtualMachines.delete("rg", "vm1", azure.poll);
    await availabilitySets.delete("rg", "set");
  });

  describe("key pairs", () => {
    const generate = async (encryptionType: string): Promise<{ privateKey: string; blob: Buffer }> => {
      await azure.compute.sshPublicKeys.create("rg", "key", { location: "westus2" });
      const pair = await azure.compute.sshPublicKeys.generateKeyPair("rg", "key", { parameters: { encryptionType } });
      expect((await azure.compute.sshPublicKeys.get("rg", "key")).publicKey).toBe(pair.publicKey);
      return { privateKey: pair.privateKey, blob: Buffer.from(pair.publicKey.split(" ")[1] ?? "", "base64") };
    };

    it("of kind RSA have halves that belong together", async () => {
      const { privateKey, blob } = await generate("RSA");
      const modulus = createPublicKey(createPrivateKey(privateKey)).export({ format: "jwk" }).n ?? "";
      expect(blob.includes(Buffer.from(modulus, "base64url"))).toBe(true);
    });

    it("of kind Ed25519 come in the form that ssh reads", async () => {
      const { privateKey, blob } = await generate("Ed25519");
      expect(privateKey).toMatch(/^-----BEGIN OPENSSH PRIVATE KEY-----\n/);
      expect(Buffer.from(privateKey.split("\n").slice(1, -2).join(""), "base64").includes(blob)).toBe(true);
    });

    it("of other kinds are refused", async () => {
      await expect(generate("DSA")).rejects.toMatchObject({ statusCode: 400, code: "InvalidParameter" });
    });
  });

  it("tells usages, sizes and what can be had where", async () => {
    const nic = await createInterface(azure, "vm1");
    await azure.compute.virtualMachines.createOrUpdate("rg", "vm1", vmOn(nic), azure.poll);
    const used: Record<string, number> = {};
    for await (const { name, currentValue } of azure.compute.usage.list("westus2")) used[name.value!] = currentValue;
    expect(used).toMatchObject({ cores: 2, virtualMachines: 1, standardDSv5Family: 2 });
    const skus = [];
    for await (const sku of azure.compute.resourceSkus.list({ filter: "location eq 'westus'" })) skus.push(sku);
    const gpu = skus.find(({ name }) => name === "Standard_NC24ads_A100_v4");
    expect(gpu?.restrictions?.[0]).toMatchObject({ reasonCode: "NotAvailableForSubscription" });
    const small = skus.find(({ name }) => name === "Standard_D2s_v5");
    expect(small?.restrictions).toEqual([]);
    expect(small?.capabilities).toContainEqual({ name: "MemoryGB", value: "8" });
    expect(small?.capabilities).toContainEqual({ name: "PremiumIO", value: "True" });
  });

  it("offers platform images down to their versions", async () => {
    const images = azure.compute.virtualMachineImages;
    const publishers = await images.listPublishers("westus2");
    expect(publishers.map(({ name }) => name)).toContain("Canonical");
    const versions = await images.list("westus2", "Canonical", "ubuntu-24_04-lts", "server", {
      top: 1,
      orderby: "name desc",
    });
    expect(versions).toHaveLength(1);
    const one = await images.get("westus2", "Canonical", "ubuntu-24_04-lts", "server", versions[0]!.name);
    expect(one).toMatchObject({ osDiskImage: { operatingSystem: "Linux" }, hyperVGeneration: "V2" });
    await expect(images.get("westus2", "Canonical", "nope", "server", "1")).rejects.toMatchObject({ statusCode: 404 });
  });

  it("knows nothing else of the host that publishes the image aliases", async () => {
    const response = await emulator.fetch(new Request("https://raw.githubusercontent.com/Azure/azure-cli/setup.py"));
    expect(response.status).toBe(404);
    expect(emulator.journal.since().at(-1)).toMatchObject({ surface: "image-aliases" });
  });

  it("serves the document of image aliases at any host", async () => {
    for (const host of ["raw.githubusercontent.com/Azure/docs", "127.0.0.1:1"]) {
      const response = await emulator.fetch(new Request(`https://${host}/aliases.json`));
      const document = (await response.json()) as {
        outputs: { aliases: { value: { Linux: Record<string, object> } } };
      };
      expect(document.outputs.aliases.value.Linux["Ubuntu2204"]).toMatchObject({
        publisher: "Canonical",
        version: "latest",
        architecture: "x64",
      });
    }
  });
});
