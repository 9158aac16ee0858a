// Loaded before time is watched: see IdleClock.
import "@azure/arm-authorization";
import "@azure/keyvault-secrets";
import "@microsoft/microsoft-graph-client";
import { createServicePrincipal, existingPrincipals, identityAzure, type IdentityAzure } from "@azlin/sp-manager";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import {
  deadRoleAssignments,
  forceDeleteResources,
  queryManagedResources,
  runIdentities,
  sweep,
} from "../../src/index.ts";
import { azureOf, idOf, RUN_ID, seedGroup, seedVm, worldOf } from "../support/run-world.ts";

const SUBSCRIPTION_ID = idOf("shop").split("/")[2]!;

function makeIdentity(azure: IdentityAzure, runId: string): ReturnType<typeof createServicePrincipal> {
  return createServicePrincipal(azure, {
    scenarioName: "web-shop",
    runId,
    subscriptionId: SUBSCRIPTION_ID,
    roles: ["Reader"],
    scopes: [idOf("kept")],
    credential: { kind: "federated", issuer: "https://issuer.example", subject: "run" },
  });
}

describe("the identities of a run", () => {
  it("go last, by ids, and those of another run stay", async () => {
    verifies("CLEAN-05");
    const emulator = worldOf();
    seedGroup(emulator, "shop");
    seedVm(emulator, { group: "shop", name: "web" });
    seedGroup(emulator, "kept", {});
    const cleanup = azureOf(emulator);
    const identities = identityAzure({ transport: cleanup.transport, clock: cleanup.clock });
    const own = await makeIdentity(identities, RUN_ID);
    const other = await makeIdentity(identities, "another run");
    emulator.journal.clear();
    const resources = await queryManagedResources(cleanup, RUN_ID);
    const report = await forceDeleteResources(cleanup, resources, {
      removeIdentities: runIdentities(identities, RUN_ID),
    });
    expect(report).toMatchObject({ status: "force_deletion_complete", servicePrincipalsDeleted: [own.spName] });
    const deleted = emulator.journal.since(0).filter(({ method, status }) => method === "DELETE" && status < 300);
    const places = deleted.map(
      ({ path }) => /resourceGroups\/shop$|servicePrincipals|applications|roleAssignments/.exec(path)?.[0],
    );
    expect(places).toContain("resourceGroups/shop");
    expect(places.indexOf("roleAssignments")).toBeGreaterThan(places.indexOf("resourceGroups/shop"));
    expect(places.indexOf("applications")).toBeGreaterThan(places.indexOf("roleAssignments"));
    expect([...(await existingPrincipals(identities, [own.principalId, other.principalId]))]).toEqual([
      other.principalId,
    ]);
  });

  it("that may not be deleted are told of, and the run is not called clean", async () => {
    verifies("CLEAN-05");
    const emulator = worldOf();
    seedGroup(emulator, "shop");
    seedGroup(emulator, "kept", {});
    const cleanup = azureOf(emulator);
    const identities = identityAzure({ transport: cleanup.transport, clock: cleanup.clock });
    await makeIdentity(identities, RUN_ID);
    const effect = { status: 403, code: "Authorization_RequestDenied", message: "Insufficient privileges." };
    emulator.faults.set("refuse", { match: { method: "DELETE", host: "graph.microsoft.com" }, effect });
    const resources = await queryManagedResources(cleanup, RUN_ID);
    const report = await forceDeleteResources(cleanup, resources, {
      removeIdentities: runIdentities(identities, RUN_ID),
    });
    expect(report.servicePrincipalsDeleted).toEqual([]);
    expect(report.status).toBe("partial_failure");
    expect(JSON.stringify(report)).toContain("Insufficient privileges");
  });

  it("leave role assignments behind when somebody else deletes them, which the sweep finds by the directory", async () => {
    verifies("CLEAN-06");
    const emulator = worldOf();
    seedGroup(emulator, "kept", {});
    const cleanup = azureOf(emulator);
    const identities = identityAzure({ transport: cleanup.transport, clock: cleanup.clock });
    const [dead, living] = [await makeIdentity(identities, RUN_ID), await makeIdentity(identities, "another run")];
    const graph = await identities.clients.graph();
    await graph.api(`/applications/${dead.applicationObjectId}`).delete();
    emulator.clock.advance(2 * 86_400_000);
    const collector = deadRoleAssignments({
      existingPrincipals: (ids, signal) => existingPrincipals(identities, ids, { signal }),
    });
    const swept = await sweep(cleanup, { collectors: [collector], dryRun: false });
    expect(swept.found["dead-role-assignments"]).toEqual([
      expect.stringContaining(dead.roleAssignmentIds[0]!.split("/").at(-1)!),
    ]);
    const again = await sweep(cleanup, { collectors: [collector] });
    expect(again.found["dead-role-assignments"]).toEqual([]);
    expect([...(await existingPrincipals(identities, [living.principalId]))]).toHaveLength(1);
  });
});
