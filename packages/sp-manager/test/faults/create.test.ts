import { verifies } from "@azlin/testing";
import { ClientCertificateCredential } from "@azure/identity";
import { describe, expect, it } from "vitest";
import {
  createServicePrincipal,
  deleteServicePrincipal,
  identityNames,
  listHaymakerServicePrincipals,
  listManagedIdentities,
  memoryIdentityJournal,
  openSagas,
  recoverIdentities,
  verifySpDeleted,
  type ManagedIdentity,
  type ServicePrincipalError,
} from "../../src/index.ts";
import { testCertificate } from "../support/certificate.ts";
import {
  azureOf,
  federatedRequest,
  GROUP,
  RUN_ID,
  secretRequest,
  seedVault,
  VAULT_URL,
  worldOf,
} from "../support/identity-world.ts";
import { leftBehind } from "../support/left-behind.ts";

const HOUR_MS = 3_600_000;

async function namesOf(identities: AsyncIterable<ManagedIdentity>): Promise<string[]> {
  const names: string[] = [];
  for await (const { spName } of identities) names.push(spName);
  return names;
}

describe("an identity", () => {
  it("with a secret can be used when it is told of, and has everything the seed promises", async () => {
    verifies("SP-01", "SP-04", "SP-05");
    const emulator = worldOf();
    seedVault(emulator);
    emulator.configure({
      consistency: { resourceGraphLagMs: 0, directoryReplicationMs: 13_000, rbacPropagationMs: 40_000 },
    });
    const azure = azureOf(emulator);
    const made = await createServicePrincipal(azure, secretRequest());
    expect(made).toMatchObject({
      spName: identityNames({ scenarioName: "vision", runId: RUN_ID }).displayName,
      secretReference: identityNames({ scenarioName: "vision", runId: RUN_ID }).secretName,
      vaultUrl: VAULT_URL,
      readiness: { state: "proved" },
    });
    // As fast as Azure was, and one look: not the seed's minute, nor before it works.
    const { elapsedMs } = made.readiness as { readonly elapsedMs: number };
    expect(elapsedMs).toBeGreaterThanOrEqual(20_000);
    expect(elapsedMs).toBeLessThanOrEqual(45_000);
    const secret = await (await azure.clients.secrets(VAULT_URL)).getSecret(made.secretReference!);
    expect(secret.properties.expiresOn?.toISOString()).toBe(made.expiresAt);
    const asIt = emulator.transport({ clientId: made.clientId, clientSecret: secret.value! });
    expect((await asIt.credential.getToken("https://management.azure.com/.default"))?.token).toContain(".");
    emulator.clock.advance(Date.parse(made.expiresAt) - emulator.clock.now());
    await expect(asIt.credential.getToken("https://management.azure.com/.default")).rejects.toThrow("AADSTS7000222");
  });

  it("with a federated credential has no secret anywhere, and says that nobody here could try it", async () => {
    verifies("SP-06");
    const emulator = worldOf();
    const made = await createServicePrincipal(azureOf(emulator), federatedRequest());
    expect(made).toMatchObject({ secretReference: null, vaultUrl: null, readiness: { state: "unproved" } });
    expect(emulator.journal.since(0).filter(({ path }) => path.includes("addPassword"))).toEqual([]);
  });

  it("with a certificate is proved by whoever has its key", async () => {
    verifies("SP-06");
    const emulator = worldOf();
    const azure = azureOf(emulator);
    const { cert, key } = await testCertificate({ endsAt: new Date(emulator.clock.now() + 20 * HOUR_MS) });
    const request = secretRequest({ credential: { kind: "certificate", certificatePem: cert } });
    const { httpClient } = azure.transport;
    const made = await createServicePrincipal(azure, request, {
      readiness: {
        proveAs: ({ tenantId, clientId }) =>
          new ClientCertificateCredential(
            tenantId,
            clientId,
            { certificate: `${key}\n${cert}` },
            {
              disableInstanceDiscovery: true,
              ...(httpClient !== undefined && { httpClient }),
            },
          ),
      },
    });
    expect(made.readiness).toMatchObject({ state: "proved" });
  });

  it("is proved in the tenant of its subscription when nobody names one", async () => {
    verifies("SP-04");
    const emulator = worldOf();
    seedVault(emulator);
    const azure = azureOf(emulator);
    const { tenantId: _unknown, ...transport } = azure.transport;
    const made = await createServicePrincipal({ ...azure, transport }, secretRequest());
    expect(made.readiness).toMatchObject({ state: "proved" });
  });

  it("waits as long as the seed does when that is wanted, and looks at nothing", async () => {
    verifies("SP-04");
    const emulator = worldOf();
    seedVault(emulator);
    const startMs = emulator.clock.now();
    const made = await createServicePrincipal(azureOf(emulator), secretRequest(), {
      readiness: { fixedWaitMs: 60_000 },
    });
    expect(made.readiness).toEqual({ state: "waited", elapsedMs: 60_000 });
    expect(emulator.clock.now() - startMs).toBe(60_000);
  });

  it("that does not become ready in time is taken back, and its error says what was missing", async () => {
    verifies("SP-02", "SP-04");
    const emulator = worldOf();
    seedVault(emulator);
    emulator.configure({
      consistency: { resourceGraphLagMs: 0, directoryReplicationMs: 0, rbacPropagationMs: 900_000 },
    });
    const making = createServicePrincipal(azureOf(emulator), secretRequest());
    await expect(making).rejects.toMatchObject({
      code: "SP_NOT_CREATED",
      left: [],
      message: expect.stringContaining(`Not seen to work: 'Reader' in ${GROUP}`) as string,
      cause: { code: "IDENTITY_NOT_READY" },
    });
    expect(leftBehind(emulator)).toEqual([]);
  });

  it("may be asked for by two runs at the same time: each has its own, and the end of one is not the end of the other", async () => {
    verifies("SP-01", "SP-05");
    const emulator = worldOf();
    seedVault(emulator);
    const azure = azureOf(emulator);
    const runs = ["run-a", "run-b"].map((runId) => secretRequest({ runId, scopes: [GROUP] }));
    const [first, second] = await Promise.all(runs.map((request) => createServicePrincipal(azure, request)));
    expect(first!.clientId).not.toBe(second!.clientId);
    expect(await deleteServicePrincipal(azure, first!.spName)).toMatchObject({ isGone: true });
    expect(await verifySpDeleted(azure, first!.spName)).toBe(true);
    expect(await verifySpDeleted(azure, second!.spName)).toBe(false);
    expect((await (await azure.clients.secrets(VAULT_URL)).getSecret(second!.secretReference!)).value).toBeTruthy();
  });

  it("is made once: asked for again it is refused and left as it is", async () => {
    verifies("SP-01");
    const emulator = worldOf();
    seedVault(emulator);
    const azure = azureOf(emulator);
    const made = await createServicePrincipal(azure, secretRequest());
    await expect(createServicePrincipal(azure, secretRequest())).rejects.toMatchObject({ code: "IDENTITY_EXISTS" });
    expect(await verifySpDeleted(azure, made.spName)).toBe(false);
  });
});

describe("when something fails on the way", () => {
  const WRITES = [
    ["PATCH", "/applications("],
    ["POST", "/servicePrincipals"],
    ["POST", "addPassword"],
    ["PUT", "/secrets/"],
    ["PUT", "/roleAssignments/"],
  ] as const;

  it.each(WRITES)("at %s %s everything is taken back", async (method, path) => {
    verifies("SP-02");
    const emulator = worldOf();
    seedVault(emulator);
    const effect = { status: 403, code: "Authorization_RequestDenied", message: "Insufficient privileges." };
    emulator.faults.set("refuse", { match: { method, path }, times: 1, effect });
    const journal = memoryIdentityJournal();
    const making = createServicePrincipal(azureOf(emulator), secretRequest(), { journal });
    await expect(making).rejects.toMatchObject({
      code: "SP_NOT_CREATED",
      left: [],
      cause: { code: "PERMISSION_DENIED" },
    });
    expect(leftBehind(emulator)).toEqual([]);
    expect(openSagas(journal.entries)).toEqual([]);
  });

  it.each(WRITES)("and the answer of %s %s is lost, it is asked again and made once", async (method, path) => {
    verifies("SP-02");
    const emulator = worldOf();
    seedVault(emulator);
    emulator.faults.set("lost", { match: { method, path }, times: 2, effect: { swallow: true } });
    const azure = azureOf(emulator);
    const made = await createServicePrincipal(azure, secretRequest());
    expect(await namesOf(listManagedIdentities(azure))).toEqual([made.spName]);
    expect(await listHaymakerServicePrincipals(azure)).toEqual([made.spName]);
    expect(await deleteServicePrincipal(azure, made)).toMatchObject({ isGone: true });
    expect(leftBehind(emulator)).toEqual([]);
  });

  it("what cannot be taken back is told, stays in the journal, and goes when the cause is gone", async () => {
    verifies("SP-02");
    const emulator = worldOf();
    seedVault(emulator);
    const refused = { status: 403, code: "Authorization_RequestDenied", message: "Insufficient privileges." };
    emulator.faults.set("assign", { match: { method: "PUT", path: "/roleAssignments/" }, effect: refused });
    emulator.faults.set("delete", { match: { method: "DELETE", path: "/applications/" }, effect: refused });
    const azure = azureOf(emulator);
    const journal = memoryIdentityJournal();
    const error = (await createServicePrincipal(azure, secretRequest(), { journal }).catch(
      (thrown: unknown) => thrown,
    )) as ServicePrincipalError;
    expect(error.left).toEqual([expect.stringContaining("application: Could not delete it from the directory")]);
    expect(openSagas(journal.entries)).toMatchObject([{ begun: ["application"] }]);
    expect(await recoverIdentities(azure, { journal })).toMatchObject([
      { outcome: "failed", error: { code: "PERMISSION_DENIED" } },
    ]);
    emulator.faults.clear();
    expect(await recoverIdentities(azure, { journal })).toMatchObject([{ outcome: "undone" }]);
    expect(leftBehind(emulator)).toEqual([]);
  });

  it("Graph throttles, it waits as long as Graph asks", async () => {
    verifies("SP-02");
    const emulator = worldOf();
    seedVault(emulator);
    const effect = { status: 429, code: "TooManyRequests", message: "Slow down.", headers: { "retry-after": "17" } };
    emulator.faults.set("throttle", { match: { method: "POST", path: "/servicePrincipals" }, times: 3, effect });
    const startMs = emulator.clock.now();
    expect(await createServicePrincipal(azureOf(emulator), secretRequest())).toMatchObject({
      readiness: { state: "proved" },
    });
    expect(emulator.clock.now() - startMs).toBeGreaterThanOrEqual(51_000);
  });

  it("its caller gives up, everything is taken back and the caller's reason is told", async () => {
    verifies("SP-02");
    const emulator = worldOf();
    seedVault(emulator);
    emulator.configure({
      consistency: { resourceGraphLagMs: 0, directoryReplicationMs: 0, rbacPropagationMs: 600_000 },
    });
    const azure = azureOf(emulator);
    const given = new AbortController();
    const making = createServicePrincipal(azure, secretRequest(), { signal: given.signal });
    await azure.clock.delay(30_000);
    given.abort(new Error("enough"));
    await expect(making).rejects.toThrow("enough");
    expect(leftBehind(emulator)).toEqual([]);
  });

  it("the vault is not there, nothing is made", async () => {
    verifies("SP-05");
    const emulator = worldOf();
    const making = createServicePrincipal(azureOf(emulator), secretRequest());
    const startMs = emulator.clock.now();
    await expect(making).rejects.toMatchObject({ code: "TRANSPORT_FAILED" });
    expect(emulator.clock.now() - startMs).toBeLessThan(60_000);
    expect(leftBehind(emulator)).toEqual([]);
  });
});
