import { describeTransports, verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import {
  createServicePrincipal,
  deleteServicePrincipal,
  identityAzure,
  listHaymakerServicePrincipals,
  rotateSecret,
  sweepOrphans,
  verifySpDeleted,
} from "../../src/index.ts";
import { GROUP, RUN_ID, secretRequest, seedVault, VAULT_URL } from "../support/identity-world.ts";
import { leftBehind } from "../support/left-behind.ts";

describeTransports("identities", (reach) => {
  it("are made, found, rotated and taken away without a trace", async () => {
    verifies("SP-01", "SP-05");
    const { emulator, transport } = await reach();
    emulator.seed({ id: GROUP, body: { location: "westus2", tags: { RunId: RUN_ID }, properties: {} } });
    seedVault(emulator);
    const azure = identityAzure({ transport });
    const made = await createServicePrincipal(azure, secretRequest());
    // What goes through `az rest` is signed by az, as whoever is signed in there.
    expect(made.readiness.state).toBe(transport.name === "az-rest" ? "unproved" : "proved");
    expect(await listHaymakerServicePrincipals(azure)).toEqual([made.spName]);
    expect(await verifySpDeleted(azure, made.spName)).toBe(false);
    expect(await rotateSecret(azure, made.spName)).toMatchObject({ removedKeyIds: [] });
    expect(await sweepOrphans(azure, { vaultUrls: [VAULT_URL] })).toEqual({ orphans: [], unread: [] });
    expect(await deleteServicePrincipal(azure, made.spName)).toMatchObject({ isGone: true });
    expect(await verifySpDeleted(azure, made.spName)).toBe(true);
    expect(leftBehind(emulator)).toEqual([]);
  });
});
