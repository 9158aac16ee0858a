import { systemClock } from "@azlin/core";
import {
  ClientAssertionCredential,
  ClientCertificateCredential,
  ClientSecretCredential,
  type TokenCredentialOptions,
} from "@azure/identity";
import type { Client } from "@microsoft/microsoft-graph-client";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { armCaller } from "../support/arm-caller.ts";
import { graphClient, makeIdentity, type MadeIdentity } from "../support/graph-client.ts";
import { certifiedKey, TestIssuer } from "../support/key-pair.ts";

const SCOPE = "https://management.azure.com/.default";
const DAY_MS = 86_400_000;

describe("signing in as an application", () => {
  let emulator: Emulator;
  let graph: Client;
  let app: MadeIdentity;

  const tenant = (): string => emulator.world.settings.tenantId;
  const options = (): TokenCredentialOptions => ({ httpClient: emulator.transport().httpClient });
  const bySecret = (secret: string): Promise<unknown> =>
    new ClientSecretCredential(tenant(), app.appId, secret, options()).getToken(SCOPE);
  const byAssertion = (assertion: string): Promise<unknown> =>
    new ClientAssertionCredential(tenant(), app.appId, async () => assertion, options()).getToken(SCOPE);
  const addPassword = (passwordCredential: object = {}): Promise<{ secretText: string; keyId: string }> =>
    graph.api(`/applications/${app.id}/addPassword`).post({ passwordCredential });
  const refused = (code: number): object => ({ message: expect.stringContaining(`AADSTS${code}`) });

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    graph = graphClient(emulator);
    app = await makeIdentity(graph, "demo");
  });

  it("works with each of several secrets, until it is removed or ends", async () => {
    const first = await addPassword();
    const second = await addPassword({ endDateTime: new Date(emulator.clock.now() + DAY_MS).toISOString() });
    for (const { secretText } of [first, second]) expect(await bySecret(secretText)).toHaveProperty("token");
    await expect(bySecret("wrong")).rejects.toMatchObject(refused(7_000_215));
    await graph.api(`/applications/${app.id}/removePassword`).post({ keyId: first.keyId });
    await expect(bySecret(first.secretText)).rejects.toMatchObject(refused(7_000_215));
    emulator.clock.advance(DAY_MS);
    await expect(bySecret(second.secretText)).rejects.toMatchObject(refused(7_000_222));
  });

  it("takes a seeded principal's one secret, and any when none was seeded", async () => {
    emulator.seed([
      { principal: { clientId: "strict", objectId: "strict-object", displayName: "Strict", clientSecret: "right" } },
      { principal: { clientId: "lax", objectId: "lax-object", displayName: "Lax" } },
    ]);
    const token = (clientId: string, clientSecret: string): Promise<unknown> =>
      emulator.transport({ clientId, clientSecret }).credential.getToken(SCOPE);
    expect(await token("strict", "right")).toHaveProperty("token");
    expect(await token("lax", "anything")).toHaveProperty("token");
    await expect(token("strict", "wrong")).rejects.toMatchObject(refused(7_000_215));
  });

  it("needs an application, a service principal, and one that is enabled", async () => {
    const { secretText } = await addPassword();
    await graph.api(`/servicePrincipals/${app.principalId}`).patch({ accountEnabled: false });
    await expect(bySecret(secretText)).rejects.toMatchObject(refused(7_000_112));
    await graph.api(`/servicePrincipals/${app.principalId}`).delete();
    await expect(bySecret(secretText)).rejects.toMatchObject(refused(7_000_229));
    await graph.api(`/applications/${app.id}`).delete();
    await expect(bySecret(secretText)).rejects.toMatchObject(refused(700_016));
  });

  it("works with a certificate that the application has, and with no other", async () => {
    const now = systemClock.now();
    const [own, other] = [await certifiedKey(now), await certifiedKey(now)];
    const byCertificate = (pem: string): Promise<unknown> =>
      new ClientCertificateCredential(tenant(), app.appId, { certificate: pem }, options()).getToken(SCOPE);
    await expect(byCertificate(own.pem)).rejects.toMatchObject(refused(700_027));
    const key = { type: "AsymmetricX509Cert", usage: "Verify", key: own.der, displayName: "own" };
    await graph.api(`/applications/${app.id}`).patch({ keyCredentials: [key] });
    expect(await byCertificate(own.pem)).toHaveProperty("token");
    await expect(byCertificate(other.pem)).rejects.toMatchObject(refused(700_027));
    const { keyCredentials } = await graph.api(`/applications/${app.id}`).get();
    expect(keyCredentials).toMatchObject([{ displayName: "own", key: null, type: "AsymmetricX509Cert" }]);
    await graph.api(`/applications/${app.id}`).patch({ keyCredentials });
    expect(await byCertificate(own.pem)).toHaveProperty("token");
    await graph.api(`/applications/${app.id}`).patch({ keyCredentials: [] });
    await expect(byCertificate(own.pem)).rejects.toMatchObject(refused(700_027));
  });

  it("refuses a key that is no certificate", async () => {
    const key = { type: "AsymmetricX509Cert", usage: "Verify", key: "bm8=" };
    await expect(graph.api(`/applications/${app.id}`).patch({ keyCredentials: [key] })).rejects.toMatchObject({
      statusCode: 400,
    });
  });

  it("works with a token from elsewhere that a federated credential names", async () => {
    const issuer = new TestIssuer("https://ci.example");
    emulator.seed(issuer.seed);
    const now = emulator.clock.now();
    const credential = {
      name: "ci-job",
      issuer: issuer.issuer,
      subject: "job",
      audiences: ["api://AzureADTokenExchange"],
    };
    await graph.api(`/applications/${app.id}/federatedIdentityCredentials`).post(credential);
    expect(await byAssertion(issuer.token("job", now))).toHaveProperty("token");
    await expect(byAssertion(issuer.token("other", now))).rejects.toMatchObject(refused(70_021));
    await expect(byAssertion(issuer.token("job", now, "api://other"))).rejects.toMatchObject(refused(70_021));
    await expect(byAssertion(issuer.token("job", now - DAY_MS))).rejects.toMatchObject(refused(700_024));
    const impostor = new TestIssuer(issuer.issuer);
    await expect(byAssertion(impostor.token("job", now))).rejects.toMatchObject(refused(50_013));
    await expect(byAssertion("no token")).rejects.toMatchObject(refused(50_027));
  });

  it("works with a managed identity's token, which the directory itself has issued", async () => {
    const arm = armCaller(emulator, "2023-01-31");
    await arm("PUT", "resourceGroups/rg", { location: "westus2" });
    const path = "resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id";
    const { clientId, principalId } = (await arm("PUT", path, { location: "westus2" })).body.properties;
    const issuer = `https://login.microsoftonline.com/${tenant()}/v2.0`;
    const audiences = ["api://AzureADTokenExchange"];
    await graph
      .api(`/applications/${app.id}/federatedIdentityCredentials`)
      .post({ name: "identity", issuer, subject: principalId, audiences });
    const query = `api-version=2018-02-01&resource=${encodeURIComponent(audiences[0]!)}&client_id=${clientId}`;
    const answer = await emulator.fetch(
      new Request(`http://127.0.0.1/metadata/identity/oauth2/token?${query}`, { headers: { metadata: "true" } }),
    );
    const { access_token: assertion } = (await answer.json()) as { access_token: string };
    expect(await byAssertion(assertion)).toHaveProperty("token");
  });

  it("works for a user-assigned identity whose federated credential names a token from elsewhere", async () => {
    const issuer = new TestIssuer("https://cluster.example");
    emulator.seed(issuer.seed);
    const arm = armCaller(emulator, "2023-01-31");
    await arm("PUT", "resourceGroups/rg", { location: "westus2" });
    const path = "resourceGroups/rg/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id";
    const { clientId } = (await arm("PUT", path, { location: "westus2" })).body.properties;
    const properties = { issuer: issuer.issuer, subject: "pod", audiences: ["api://AzureADTokenExchange"] };
    const credential = `${path}/federatedIdentityCredentials/pod`;
    expect((await arm("PUT", credential, { properties })).status).toBe(201);
    expect((await arm("GET", credential)).body.properties).toEqual(properties);
    expect((await arm("GET", `${path}/federatedIdentityCredentials`)).body.value).toHaveLength(1);
    expect((await arm("PUT", `${path}/federatedIdentityCredentials/twin`, { properties })).status).toBe(409);
    const token = (subject: string): Promise<unknown> => {
      const assertion = async (): Promise<string> => issuer.token(subject, emulator.clock.now());
      return new ClientAssertionCredential(tenant(), clientId, assertion, options()).getToken(SCOPE);
    };
    expect(await token("pod")).toHaveProperty("token");
    await expect(token("other")).rejects.toMatchObject(refused(70_021));
    expect((await arm("DELETE", credential)).status).toBe(200);
    await expect(token("pod")).rejects.toMatchObject(refused(70_021));
  });
});
