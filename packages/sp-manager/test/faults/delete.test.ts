import type { Emulator } from "@azlin/emulator";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import {
  createServicePrincipal,
  deleteServicePrincipal,
  listHaymakerServicePrincipals,
  memoryIdentityJournal,
  verifySpDeleted,
  type IdentityAzure,
} from "../../src/index.ts";
import { azureOf, federatedRequest, secretRequest, seedVault, VAULT_URL, worldOf } from "../support/identity-world.ts";
import { leftBehind } from "../support/left-behind.ts";

const REFUSED = { status: 403, code: "Authorization_RequestDenied", message: "Insufficient privileges." };

/** Somebody else's application and service principal with this display name. */
async function seedForeign(azure: IdentityAzure, displayName: string): Promise<string> {
  const graph = await azure.clients.graph();
  const { appId } = (await graph.api("/applications").post({ displayName })) as { readonly appId: string };
  await graph.api("/servicePrincipals").post({ appId });
  return appId;
}

function deletions(emulator: Emulator): string[] {
  return emulator.journal
    .since(0)
    .filter(({ method, status }) => method === "DELETE" && status < 300)
    .map(({ path }) => path);
}

describe("the deletion of an identity", () => {
  it("goes by ids: role assignments first, then the directory, then the secret, each for good", async () => {
    verifies("SP-05");
    const emulator = worldOf();
    seedVault(emulator);
    const azure = azureOf(emulator);
    const made = await createServicePrincipal(azure, secretRequest({ roles: ["Reader", "Contributor"] }));
    emulator.journal.clear();
    const deleted = await deleteServicePrincipal(azure, made.spName);
    expect(deleted.parts.map(({ part, outcome }) => [part, outcome])).toEqual([
      ["role assignments", "deleted"],
      ["application", "deleted"],
      ["secret", "deleted"],
    ]);
    expect(
      deletions(emulator).map(
        (path) => /roleAssignments|servicePrincipals|applications|deletedItems|deletedsecrets|secrets/.exec(path)?.[0],
      ),
    ).toEqual([
      "roleAssignments",
      "roleAssignments",
      "servicePrincipals",
      "deletedItems",
      "applications",
      "deletedItems",
      "secrets",
      "deletedsecrets",
    ]);
    expect(leftBehind(emulator)).toEqual([]);
  });

  it("of what is not there is no error, and says so", async () => {
    verifies("SP-01", "SP-05");
    const azure = azureOf(worldOf());
    const deleted = await deleteServicePrincipal(azure, "AzureHayMaker-never-00000000-admin");
    expect(deleted.parts.map(({ outcome }) => outcome)).toEqual(["absent", "absent", "unknown"]);
    expect(await verifySpDeleted(azure, "AzureHayMaker-never-00000000-admin")).toBe(true);
  });

  it("never touches what merely has the same display name", async () => {
    verifies("SP-05");
    const emulator = worldOf();
    const azure = azureOf(emulator);
    const made = await createServicePrincipal(azure, federatedRequest());
    const appId = await seedForeign(azure, made.spName);
    expect(await deleteServicePrincipal(azure, made.spName)).toMatchObject({ isGone: true });
    const again = await deleteServicePrincipal(azure, made.spName);
    expect(again.parts[1]).toMatchObject({ part: "application", outcome: "absent" });
    expect(await verifySpDeleted(azure, made.spName)).toBe(true);
    expect(await listHaymakerServicePrincipals(azure)).toEqual([made.spName]);
    const graph = await azure.clients.graph();
    expect(await graph.api(`/applications(appId='${appId}')`).get()).toMatchObject({ displayName: made.spName });
  });

  it("goes on with the secret when Graph refuses, and does not call that gone", async () => {
    verifies("SP-05");
    const emulator = worldOf();
    seedVault(emulator);
    const azure = azureOf(emulator);
    const made = await createServicePrincipal(azure, secretRequest());
    emulator.faults.set("refuse", { match: { method: "DELETE", host: "graph.microsoft.com" }, effect: REFUSED });
    expect(await deleteServicePrincipal(azure, made.spName)).toMatchObject({
      parts: [
        { outcome: "deleted" },
        { outcome: "failed", error: { code: "PERMISSION_DENIED" } },
        { outcome: "deleted" },
      ],
      isGone: false,
    });
    emulator.faults.clear();
    expect(await deleteServicePrincipal(azure, made.spName)).toMatchObject({ isGone: true });
  });

  it("does not know whether it is gone when nobody may look", async () => {
    verifies("SP-05");
    const emulator = worldOf();
    const azure = azureOf(emulator);
    const made = await createServicePrincipal(azure, federatedRequest());
    emulator.faults.set("blind", { match: { method: "GET", host: "graph.microsoft.com" }, effect: REFUSED });
    expect(await deleteServicePrincipal(azure, made)).toMatchObject({ isGone: null });
    await expect(verifySpDeleted(azure, made.spName)).rejects.toMatchObject({ code: "SP_LOOKUP_FAILED" });
    await expect(listHaymakerServicePrincipals(azure)).rejects.toMatchObject({ code: "SP_LIST_FAILED" });
  });

  it("tells of a secret that a vault keeps, and of one that somebody else made", async () => {
    verifies("SP-05");
    const emulator = worldOf();
    seedVault(emulator, { enablePurgeProtection: true });
    const azure = azureOf(emulator);
    const made = await createServicePrincipal(azure, secretRequest());
    const secrets = await azure.clients.secrets(VAULT_URL);
    const { version } = (await secrets.getSecret(made.secretReference!)).properties;
    await secrets.updateSecretProperties(made.secretReference!, version!, { tags: {} });
    expect((await deleteServicePrincipal(azure, made)).parts[2]).toMatchObject({ outcome: "foreign" });
    await secrets.updateSecretProperties(made.secretReference!, version!, { tags: { "azlin-managed": "true" } });
    expect((await deleteServicePrincipal(azure, made)).parts[2]).toMatchObject({ outcome: "kept" });
    await expect(createServicePrincipal(azure, secretRequest())).rejects.toMatchObject({ cause: { code: "CONFLICT" } });
  });

  it("can leave what could be restored, where it is, when that is wanted", async () => {
    verifies("SP-05");
    const emulator = worldOf();
    seedVault(emulator);
    const azure = azureOf(emulator);
    const made = await createServicePrincipal(azure, secretRequest());
    const deleted = await deleteServicePrincipal(azure, made, { permanently: false, purgesSecret: false });
    expect(deleted).toMatchObject({ isGone: true });
    const graph = await azure.clients.graph();
    expect(await graph.api(`/directory/deletedItems/${made.applicationObjectId}`).get()).toMatchObject({
      displayName: made.spName,
    });
    expect(await (await azure.clients.secrets(VAULT_URL)).getDeletedSecret(made.secretReference!)).toMatchObject({
      name: made.secretReference,
    });
  });

  it("finds the secret of an identity whose application is gone by the journal", async () => {
    verifies("SP-02", "SP-05");
    const emulator = worldOf();
    seedVault(emulator);
    const azure = azureOf(emulator);
    const journal = memoryIdentityJournal();
    const made = await createServicePrincipal(azure, secretRequest(), { journal });
    const graph = await azure.clients.graph();
    await graph.api(`/applications/${made.applicationObjectId}`).delete();
    const deleted = await deleteServicePrincipal(azure, made.spName, { journal });
    expect(deleted.parts.map(({ outcome }) => outcome)).toEqual(["deleted", "absent", "deleted"]);
  });
});
