import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { makeVault, secretClient } from "../support/vault-clients.ts";

const APP = { clientId: "app", objectId: "app-object", displayName: "App" };
const SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6";
const SECRETS_OFFICER = "b86a8fe4-44ce-4948-aee5-eccb2c155cd7";
const OWNER = "8e3af657-a8ff-443c-a75c-2fe8c4bcb635";

describe("who reads and writes secrets", () => {
  let emulator: Emulator;

  const vaultId = (): string => {
    const [subscriptionId] = emulator.transport().subscriptionIds;
    return `/subscriptions/${subscriptionId}/resourceGroups/rg/providers/Microsoft.KeyVault/vaults/kv-one`;
  };
  const assign = (role: string, scope = vaultId()): void => {
    const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${role}`;
    const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${role}`;
    emulator.seed({ id, body: { properties: { principalId: APP.objectId, roleDefinitionId, scope } } });
  };
  const byRole = { statusCode: 403, code: "Forbidden", message: expect.stringContaining("getSecret/action") };

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    emulator.seed({ principal: APP });
  });

  it("is decided by rights on data where the vault goes by roles: its owner has none", async () => {
    await makeVault(emulator, "kv-one");
    await secretClient(emulator, "kv-one").setSecret("db", "one");
    const own = secretClient(emulator, "kv-one", APP.clientId);
    assign(OWNER);
    await expect(own.getSecret("db")).rejects.toMatchObject(byRole);
    assign(SECRETS_USER);
    expect((await own.getSecret("db")).value).toBe("one");
    await expect(own.setSecret("db", "two")).rejects.toMatchObject({ statusCode: 403 });
    assign(SECRETS_OFFICER);
    await own.setSecret("db", "two");
  });

  it("can be allowed for one secret alone", async () => {
    await makeVault(emulator, "kv-one");
    const all = secretClient(emulator, "kv-one");
    for (const name of ["mine", "theirs"]) await all.setSecret(name, "x");
    assign(SECRETS_USER, `${vaultId()}/secrets/mine`);
    const own = secretClient(emulator, "kv-one", APP.clientId);
    expect((await own.getSecret("mine")).value).toBe("x");
    await expect(own.getSecret("theirs")).rejects.toMatchObject(byRole);
  });

  it("takes effect when the assignment has propagated", async () => {
    await makeVault(emulator, "kv-one");
    await secretClient(emulator, "kv-one").setSecret("db", "one");
    emulator.configure({
      consistency: { resourceGraphLagMs: 0, directoryReplicationMs: 0, rbacPropagationMs: 30_000 },
    });
    assign(SECRETS_USER);
    const own = secretClient(emulator, "kv-one", APP.clientId);
    await expect(own.getSecret("db")).rejects.toMatchObject(byRole);
    emulator.clock.advance(30_000);
    expect((await own.getSecret("db")).value).toBe("one");
  });

  it("is decided by access policies where the vault goes by those", async () => {
    const { tenantId } = emulator.world.settings;
    const policy = { tenantId, objectId: APP.objectId, permissions: { secrets: ["get", "list"] } };
    await makeVault(emulator, "kv-one", { enableRbacAuthorization: false, accessPolicies: [policy] });
    await secretClient(emulator, "kv-one").setSecret("db", "one");
    assign(SECRETS_OFFICER);
    const own = secretClient(emulator, "kv-one", APP.clientId);
    expect((await own.getSecret("db")).value).toBe("one");
    await expect(own.setSecret("db", "two")).rejects.toMatchObject({
      statusCode: 403,
      code: "Forbidden",
      message: expect.stringContaining("does not have secrets set permission"),
    });
  });

  it("is asked with a challenge that tells where to get a token for what", async () => {
    await makeVault(emulator, "kv-one");
    const url = "https://kv-one.vault.azure.net/secrets/db?api-version=7.5";
    const response = await emulator.fetch(new Request(url, { method: "PUT" }));
    expect(response.status).toBe(401);
    expect(response.headers.get("www-authenticate")).toBe(
      `Bearer authorization="https://login.microsoftonline.com/${emulator.world.settings.tenantId}", resource="https://vault.azure.net"`,
    );
    const { credential } = emulator.transport();
    const { token } = (await credential.getToken("https://management.azure.com/.default"))!;
    const wrong = await emulator.fetch(new Request(url, { headers: { authorization: `Bearer ${token}` } }));
    expect(wrong.status).toBe(401);
  });

  it("works over a socket too, by the name of the vault's host", async () => {
    await makeVault(emulator, "kv-one");
    const { url } = await emulator.listen();
    const { credential } = emulator.transport();
    const { token } = (await credential.getToken("https://vault.azure.net/.default"))!;
    const { request } = await import("node:http");
    const status = await new Promise<number>((resolve, reject) => {
      const headers = { host: "kv-one.vault.azure.net", authorization: `Bearer ${token}` };
      const call = request(`${url}/secrets?api-version=7.5`, { headers }, (response) => {
        response.resume();
        resolve(response.statusCode ?? 0);
      });
      call.on("error", reject).end();
    });
    expect(status).toBe(200);
    await emulator.stop();
  });
});
