import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { createServicePrincipal, deleteServicePrincipal, sweepOrphans, type OrphanSweep } from "../../src/index.ts";
import {
  azureOf,
  federatedRequest,
  GROUP,
  secretRequest,
  seedVault,
  VAULT_URL,
  worldOf,
} from "../support/identity-world.ts";

const HOUR_MS = 3_600_000;
const kinds = ({ orphans }: OrphanSweep): string[] => orphans.map(({ kind, outcome }) => `${kind}: ${outcome}`);

describe("the sweep", () => {
  it("tells what identities have left, and takes it away when asked to", async () => {
    verifies("SP-06");
    const emulator = worldOf();
    seedVault(emulator);
    const azure = azureOf(emulator);
    const graph = await azure.clients.graph();
    // One that nobody came back for, one whose application somebody deleted, one that was deleted restorably.
    await createServicePrincipal(azure, secretRequest({ scenarioName: "forgotten" }));
    const orphaned = await createServicePrincipal(azure, secretRequest({ scenarioName: "orphaned" }));
    await graph.api(`/applications/${orphaned.applicationObjectId}`).delete();
    await graph.api(`/directory/deletedItems/${orphaned.principalId}`).delete();
    const restorable = await createServicePrincipal(azure, federatedRequest({ scenarioName: "restorable" }));
    await deleteServicePrincipal(azure, restorable, { permanently: false });
    const young = await sweepOrphans(azure, { vaultUrls: [VAULT_URL] });
    expect(kinds(young)).toEqual([]);
    emulator.clock.advance(40 * HOUR_MS);
    await createServicePrincipal(azure, secretRequest({ scenarioName: "alive" }));
    const found = await sweepOrphans(azure, { vaultUrls: [VAULT_URL] });
    expect(found.unread).toEqual([]);
    expect(kinds(found)).toEqual([
      "application: planned",
      "role assignment: planned",
      "secret: planned",
      "secret: planned",
      "deleted application: planned",
      "deleted application: planned",
    ]);
    expect(emulator.journal.since(0).filter(({ method }) => method === "DELETE")).toHaveLength(4);
    const swept = await sweepOrphans(azure, { dryRun: false, vaultUrls: [VAULT_URL] });
    expect(swept.orphans.every(({ outcome }) => outcome === "deleted")).toBe(true);
    expect(kinds(await sweepOrphans(azure, { vaultUrls: [VAULT_URL] }))).toEqual([]);
    await deleteServicePrincipal(
      azure,
      (await createServicePrincipal(azure, secretRequest({ scenarioName: "last" }))).spName,
    );
  });

  it("leaves what is not ours: applications, assignments of dead principals, secrets that have ended", async () => {
    verifies("SP-06");
    const emulator = worldOf();
    seedVault(emulator);
    const azure = azureOf(emulator);
    const secrets = await azure.clients.secrets(VAULT_URL);
    await secrets.setSecret("theirs", "x", { expiresOn: new Date(emulator.clock.now() + HOUR_MS) });
    const authorization = await azure.clients.authorization(GROUP.split("/")[2]!);
    await authorization.roleAssignments.create(GROUP, "11111111-0000-4000-8000-000000000001", {
      principalId: "22222222-0000-4000-8000-000000000002",
      principalType: "ServicePrincipal",
      roleDefinitionId: `${GROUP}/providers/Microsoft.Authorization/roleDefinitions/acdd72a7-3385-48ef-bd42-f606fba81ae7`,
    });
    const graph = await azure.clients.graph();
    const { id } = (await graph.api("/applications").post({ displayName: "AzureHayMaker-theirs-admin" })) as {
      readonly id: string;
    };
    await graph.api(`/applications/${id}`).delete();
    emulator.clock.advance(48 * HOUR_MS);
    expect(await sweepOrphans(azure, { dryRun: false, vaultUrls: [VAULT_URL] })).toEqual({ orphans: [], unread: [] });
  });

  it("does not call clean what nobody named", async () => {
    verifies("SP-06");
    const swept = await sweepOrphans(azureOf(worldOf()), { subscriptionIds: [] });
    expect(swept.unread).toMatchObject([{ collector: "role assignments", error: { code: "NO_SUBSCRIPTIONS" } }]);
  });

  it("tells what it could not look into, and sweeps the rest", async () => {
    verifies("SP-06");
    const emulator = worldOf();
    const azure = azureOf(emulator);
    await createServicePrincipal(azure, federatedRequest());
    emulator.clock.advance(48 * HOUR_MS);
    const effect = { status: 403, code: "Authorization_RequestDenied", message: "No." };
    emulator.faults.set("blind", { match: { method: "GET", path: "/directory/deletedItems/" }, effect });
    const { orphans, unread } = await sweepOrphans(azure, { dryRun: false });
    expect(orphans).toMatchObject([{ kind: "application", outcome: "deleted" }]);
    expect(unread).toMatchObject([{ collector: "deleted applications", error: { code: "PERMISSION_DENIED" } }]);
  });
});
