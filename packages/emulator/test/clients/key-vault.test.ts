import { clientOptions } from "@azlin/core";
import { KeyVaultManagementClient, type VaultCreateOrUpdateParameters } from "@azure/arm-keyvault";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { armCaller } from "../support/arm-caller.ts";
import { azureClients, type AzureClients } from "../support/azure-clients.ts";

const DAY_MS = 86_400_000;
const KEY_VAULT_CONTRIBUTOR = "f25e0fa2-a7c8-4377-a976-54943a77a395";

describe("key vaults", () => {
  let emulator: Emulator;
  let azure: AzureClients;
  let vaults: KeyVaultManagementClient["vaults"];

  const settings = (properties: Partial<VaultCreateOrUpdateParameters["properties"]> = {}) => ({
    location: "westus2",
    tags: { run: "1" },
    properties: {
      tenantId: emulator.world.settings.tenantId,
      sku: { family: "A", name: "standard" } as const,
      ...properties,
    },
  });
  const create = (name: string, properties?: Partial<VaultCreateOrUpdateParameters["properties"]>, group = "rg") =>
    vaults.createOrUpdate(group, name, settings(properties), azure.poll);
  const namesOf = async (listed: AsyncIterable<{ name?: string }>): Promise<(string | undefined)[]> => {
    const names: (string | undefined)[] = [];
    for await (const { name } of listed) names.push(name);
    return names;
  };
  const refusal = (statusCode: number, code: string): object => ({ statusCode, code });

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    azure = azureClients(emulator);
    const transport = emulator.transport();
    const [subscriptionId = ""] = transport.subscriptionIds;
    vaults = new KeyVaultManagementClient(transport.credential, subscriptionId, clientOptions(transport)).vaults;
    await azure.resources.resourceGroups.createOrUpdate("rg", { location: "westus2" });
  });

  it("are created, shown, listed, changed and given access policies", async () => {
    const made = await create("kv-one");
    expect(made).toMatchObject({
      name: "kv-one",
      type: "Microsoft.KeyVault/vaults",
      location: "westus2",
      properties: {
        vaultUri: "https://kv-one.vault.azure.net/",
        provisioningState: "Succeeded",
        enableSoftDelete: true,
        softDeleteRetentionInDays: 90,
      },
    });
    expect((await vaults.get("rg", "KV-ONE")).id).toBe(made.id);
    expect(await namesOf(vaults.listByResourceGroup("rg"))).toEqual(["kv-one"]);
    expect(await namesOf(vaults.listBySubscription())).toEqual(["kv-one"]);
    const patched = await vaults.update("rg", "kv-one", { tags: { run: "2" } });
    expect([patched.tags, patched.properties?.tenantId]).toEqual([{ run: "2" }, made.properties.tenantId]);
    const policy = { tenantId: made.properties.tenantId, objectId: "someone", permissions: { secrets: ["get"] } };
    await vaults.updateAccessPolicy("rg", "kv-one", "add", { properties: { accessPolicies: [policy] } });
    expect((await vaults.get("rg", "kv-one")).properties.accessPolicies).toEqual([policy]);
    await vaults.updateAccessPolicy("rg", "kv-one", "remove", { properties: { accessPolicies: [policy] } });
    expect((await vaults.get("rg", "kv-one")).properties.accessPolicies).toEqual([]);
  });

  it("stay recoverable when they are deleted, and come back as they were", async () => {
    const made = await create("kv-one", { enabledForDeployment: true, softDeleteRetentionInDays: 7 });
    await vaults.delete("rg", "kv-one");
    await expect(vaults.get("rg", "kv-one")).rejects.toMatchObject(refusal(404, "ResourceNotFound"));
    expect(await namesOf(vaults.listDeleted())).toEqual(["kv-one"]);
    const now = emulator.clock.now();
    expect(await vaults.getDeleted("kv-one", "westus2")).toMatchObject({
      type: "Microsoft.KeyVault/deletedVaults",
      properties: {
        vaultId: made.id,
        location: "westus2",
        tags: { run: "1" },
        deletionDate: new Date(now),
        scheduledPurgeDate: new Date(now + 7 * DAY_MS),
      },
    });
    const recovered = await create("kv-one", { createMode: "recover" });
    expect(recovered).toEqual(made);
    expect(await namesOf(vaults.listDeleted())).toEqual([]);
  });

  it("keep their name until they are purged", async () => {
    await create("kv-one");
    await expect(create("kv-one", {}, await otherGroup())).rejects.toMatchObject(refusal(409, "VaultAlreadyExists"));
    await vaults.delete("rg", "kv-one");
    await expect(create("kv-one")).rejects.toMatchObject(refusal(409, "ConflictError"));
    expect(await vaults.checkNameAvailability({ name: "kv-one", type: "Microsoft.KeyVault/vaults" })).toMatchObject({
      nameAvailable: false,
      reason: "AlreadyExists",
    });
    await vaults.purgeDeleted("kv-one", "westus2", azure.poll);
    await expect(vaults.getDeleted("kv-one", "westus2")).rejects.toMatchObject(refusal(404, "ResourceNotFound"));
    expect(await vaults.checkNameAvailability({ name: "kv-one", type: "Microsoft.KeyVault/vaults" })).toEqual({
      nameAvailable: true,
    });
    expect((await create("kv-one")).name).toBe("kv-one");
  });

  it("go for good when their retention is over, but not before and not when they were recovered", async () => {
    await create("kv-one", { softDeleteRetentionInDays: 7 });
    await create("kv-two", { softDeleteRetentionInDays: 7 });
    await vaults.delete("rg", "kv-one");
    await vaults.delete("rg", "kv-two");
    emulator.clock.advance(6 * DAY_MS);
    await create("kv-two", { createMode: "recover" });
    await vaults.delete("rg", "kv-two");
    expect(await namesOf(vaults.listDeleted())).toEqual(["kv-one", "kv-two"]);
    emulator.clock.advance(DAY_MS);
    expect(await namesOf(vaults.listDeleted())).toEqual(["kv-two"]);
    emulator.clock.advance(6 * DAY_MS);
    expect(await namesOf(vaults.listDeleted())).toEqual([]);
  });

  it("with purge protection cannot be purged, and do not lose it", async () => {
    await create("kv-one", { enablePurgeProtection: true });
    await expect(create("kv-one", { enablePurgeProtection: false })).rejects.toMatchObject(refusal(400, "BadRequest"));
    await vaults.delete("rg", "kv-one");
    expect((await vaults.getDeleted("kv-one", "westus2")).properties?.purgeProtectionEnabled).toBe(true);
    await expect(vaults.purgeDeleted("kv-one", "westus2", azure.poll)).rejects.toMatchObject(
      refusal(405, "MethodNotAllowed"),
    );
    expect(await namesOf(vaults.listDeleted())).toEqual(["kv-one"]);
  });

  it("are purged only by who has the right to, which goes beyond managing them", async () => {
    const keeper = { clientId: "keeper", objectId: "keeper-object", displayName: "Keeper" };
    emulator.seed({ principal: keeper });
    const scope = `/subscriptions/${azure.subscriptionId}`;
    const roleDefinitionId = `${scope}/providers/Microsoft.Authorization/roleDefinitions/${KEY_VAULT_CONTRIBUTOR}`;
    const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/keeper`;
    emulator.seed({ id, body: { properties: { principalId: keeper.objectId, roleDefinitionId, scope } } });
    const transport = emulator.transport({ clientId: keeper.clientId });
    const own = new KeyVaultManagementClient(transport.credential, azure.subscriptionId, clientOptions(transport));
    await own.vaults.createOrUpdate("rg", "kv-one", settings(), azure.poll);
    await own.vaults.delete("rg", "kv-one");
    expect(await namesOf(own.vaults.listDeleted())).toEqual(["kv-one"]);
    await expect(own.vaults.purgeDeleted("kv-one", "westus2", azure.poll)).rejects.toMatchObject(
      refusal(403, "AuthorizationFailed"),
    );
  });

  it("are deleted softly with their resource group too", async () => {
    await create("kv-one");
    await azure.resources.resourceGroups.beginDeleteAndWait("rg", azure.poll);
    expect(await namesOf(vaults.listDeleted())).toEqual(["kv-one"]);
  });

  it("are refused with a bad name, without a tenant, and with a retention that Azure does not offer", async () => {
    await expect(create("1kv")).rejects.toMatchObject(refusal(400, "VaultNameNotValid"));
    await expect(create("kv--one")).rejects.toMatchObject(refusal(400, "VaultNameNotValid"));
    await expect(create("kv-one", { softDeleteRetentionInDays: 3 })).rejects.toMatchObject(refusal(400, "BadRequest"));
    const arm = armCaller(emulator, "2024-11-01");
    const id = "resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-one";
    const { status, body } = await arm("PUT", id, { location: "westus2", properties: {} });
    expect([status, body.error]).toEqual([
      400,
      { code: "BadRequest", message: "The parameter tenantId is not specified." },
    ]);
  });

  async function otherGroup(): Promise<string> {
    await azure.resources.resourceGroups.createOrUpdate("other", { location: "westus2" });
    return "other";
  }
});
