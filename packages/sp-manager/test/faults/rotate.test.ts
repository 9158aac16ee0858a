import type { Emulator } from "@azlin/emulator";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { createServicePrincipal, rotateSecret, type IdentityAzure } from "../../src/index.ts";
import { azureOf, federatedRequest, secretRequest, seedVault, VAULT_URL, worldOf } from "../support/identity-world.ts";

async function storedSecret(azure: IdentityAzure, name: string): Promise<string> {
  return (await (await azure.clients.secrets(VAULT_URL)).getSecret(name)).value!;
}

async function signsIn(emulator: Emulator, clientId: string, clientSecret: string): Promise<boolean> {
  const { credential } = emulator.transport({ clientId, clientSecret });
  return credential.getToken("https://management.azure.com/.default").then(
    () => true,
    () => false,
  );
}

describe("the rotation of a secret", () => {
  it("lets the old one work until the next rotation, and no longer", async () => {
    verifies("SP-06");
    const emulator = worldOf();
    seedVault(emulator);
    const azure = azureOf(emulator);
    const { spName, clientId, secretReference } = await createServicePrincipal(azure, secretRequest());
    const secrets = [await storedSecret(azure, secretReference!)];
    for (const removed of [0, 1, 1]) {
      expect((await rotateSecret(azure, spName)).removedKeyIds).toHaveLength(removed);
      secrets.push(await storedSecret(azure, secretReference!));
    }
    expect(await Promise.all(secrets.map((secret) => signsIn(emulator, clientId, secret)))).toEqual([
      false,
      false,
      true,
      true,
    ]);
    await rotateSecret(azure, spName, { overlap: false });
    expect(await signsIn(emulator, clientId, secrets.at(-1)!)).toBe(false);
    expect(await signsIn(emulator, clientId, await storedSecret(azure, secretReference!))).toBe(true);
  });

  it("that cannot store the new one takes it back, and the old one works", async () => {
    verifies("SP-06");
    const emulator = worldOf();
    seedVault(emulator);
    const azure = azureOf(emulator);
    const { spName, clientId, applicationObjectId, secretReference } = await createServicePrincipal(
      azure,
      secretRequest(),
    );
    const before = await storedSecret(azure, secretReference!);
    const effect = { status: 403, code: "Forbidden", message: "Access was taken away." };
    emulator.faults.set("refuse", { match: { method: "PUT", path: "/secrets/" }, effect });
    await expect(rotateSecret(azure, spName)).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
    const graph = await azure.clients.graph();
    const application = (await graph.api(`/applications/${applicationObjectId}`).get()) as {
      readonly passwordCredentials: unknown[];
    };
    expect(application.passwordCredentials).toHaveLength(1);
    expect(await signsIn(emulator, clientId, before)).toBe(true);
  });

  it("is refused where there is no secret, no identity, or no time left", async () => {
    verifies("SP-06");
    const emulator = worldOf();
    seedVault(emulator);
    const azure = azureOf(emulator);
    await expect(rotateSecret(azure, "AzureHayMaker-none-admin")).rejects.toMatchObject({ code: "SP_NOT_FOUND" });
    const federated = await createServicePrincipal(azure, federatedRequest({ scenarioName: "other" }));
    await expect(rotateSecret(azure, federated.spName)).rejects.toMatchObject({ code: "NO_SECRET" });
    const made = await createServicePrincipal(azure, secretRequest());
    emulator.clock.advance(Date.parse(made.expiresAt) - emulator.clock.now());
    await expect(rotateSecret(azure, made.spName)).rejects.toMatchObject({ code: "IDENTITY_EXPIRED" });
  });
});
