import { ClientAssertionCredential } from "@azure/identity";
import type { Client } from "@microsoft/microsoft-graph-client";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { armCaller } from "../support/arm-caller.ts";
import { graphClient, makeIdentity } from "../support/graph-client.ts";
import { TestIssuer } from "../support/key-pair.ts";

const DELAY_MS = 13_000;
const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const SCOPE = "https://management.azure.com/.default";

describe("a directory that takes time to replicate", () => {
  let emulator: Emulator;
  let graph: Client;

  const lagging = (directoryReplication: "fixed" | "recorded" = "fixed"): void => {
    emulator.configure({
      consistency: {
        resourceGraphLagMs: 0,
        rbacPropagationMs: 0,
        directoryReplicationMs: DELAY_MS,
        directoryReplication,
      },
    });
  };

  beforeEach(() => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    graph = graphClient(emulator);
    lagging();
  });

  it("shows a new application to nobody until then: not by id, in lists, or to what builds on it", async () => {
    const { id, appId } = await graph.api("/applications").post({ displayName: "fresh" });
    const calls = [
      () => graph.api(`/applications/${id}`).get(),
      () => graph.api(`/applications/${id}/addPassword`).post({}),
      () => graph.api(`/applications/${id}`).delete(),
    ];
    for (const call of calls) {
      await expect(call()).rejects.toMatchObject({ statusCode: 404, code: "Request_ResourceNotFound" });
    }
    expect((await graph.api("/applications").get()).value).toEqual([]);
    const early = graph.api("/servicePrincipals").post({ appId });
    await expect(early).rejects.toMatchObject({
      statusCode: 400,
      body: expect.stringContaining("NoBackingApplicationObject"),
    });
    emulator.clock.advance(DELAY_MS);
    for (const call of calls) await call();
  });

  it("knows the unique name of a new application at once", async () => {
    const upsert = (): Promise<{ id: string } | undefined> =>
      graph
        .api("/applications(uniqueName='run-1')")
        .header("Prefer", "create-if-missing")
        .patch({ displayName: "run" });
    expect(await upsert()).toHaveProperty("id");
    expect(await upsert()).toBeUndefined();
    emulator.clock.advance(DELAY_MS);
    expect((await graph.api("/applications").get()).value).toHaveLength(1);
  });

  it("gives a new service principal tokens only when it and its secret have been replicated", async () => {
    const { id, appId } = await graph.api("/applications").post({ displayName: "fresh" });
    const tokenWith = (clientSecret: string): Promise<unknown> =>
      emulator.transport({ clientId: appId, clientSecret }).credential.getToken(SCOPE);
    await expect(tokenWith("any")).rejects.toThrow("AADSTS700016");
    emulator.clock.advance(DELAY_MS);
    await graph.api("/servicePrincipals").post({ appId });
    await expect(tokenWith("any")).rejects.toThrow("AADSTS7000229");
    emulator.clock.advance(DELAY_MS);
    const { secretText } = await graph.api(`/applications/${id}/addPassword`).post({});
    await expect(tokenWith(secretText)).rejects.toThrow("AADSTS7000215");
    emulator.clock.advance(DELAY_MS);
    expect(await tokenWith(secretText)).toHaveProperty("token");
  });

  it("takes the same time until a federated credential and a role assignment find what they need", async () => {
    const { id, appId } = await graph.api("/applications").post({ displayName: "fresh" });
    emulator.clock.advance(DELAY_MS);
    const { id: principalId } = await graph.api("/servicePrincipals").post({ appId });
    const arm = armCaller(emulator, "2022-04-01");
    const assign = async (): Promise<unknown> => {
      const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${READER}`;
      const { body } = await arm("PUT", "providers/Microsoft.Authorization/roleAssignments/one", {
        properties: { principalId, roleDefinitionId },
      });
      return body.error?.code;
    };
    expect(await assign()).toBe("PrincipalNotFound");
    emulator.clock.advance(DELAY_MS);
    expect(await assign()).toBeUndefined();
    const issuer = new TestIssuer("https://ci.example");
    emulator.seed(issuer.seed);
    const audiences = ["api://AzureADTokenExchange"];
    const credential = { name: "ci-job", issuer: issuer.issuer, subject: "job", audiences };
    await graph.api(`/applications/${id}/federatedIdentityCredentials`).post(credential);
    const token = (): Promise<unknown> => {
      const assertion = async (): Promise<string> => issuer.token("job", emulator.clock.now());
      const options = { httpClient: emulator.transport().httpClient };
      const { tenantId } = emulator.world.settings;
      return new ClientAssertionCredential(tenantId, appId, assertion, options).getToken(SCOPE);
    };
    await expect(token()).rejects.toThrow("AADSTS70021");
    emulator.clock.advance(DELAY_MS);
    expect(await token()).toHaveProperty("token");
  });

  it("draws the time of each object from what was recorded, when asked to", async () => {
    lagging("recorded");
    const names = Array.from({ length: 200 }, (_, index) => `fresh-${index}`);
    for (const displayName of names) await graph.api("/applications").post({ displayName });
    const seen = async (): Promise<number> => (await graph.api("/applications?$top=999").get()).value.length;
    const counts: number[] = [];
    for (const seconds of [13, 37, 202]) {
      emulator.clock.advance(seconds * 1000);
      counts.push(await seen());
    }
    expect(counts[0]).toBeGreaterThan(80);
    expect(counts[0]).toBeLessThan(120);
    expect(counts[1]).toBeGreaterThan(165);
    expect(counts[1]).toBeLessThan(195);
    expect(counts[2]).toBe(200);
  });
});

describe("a directory that is in step", () => {
  it("shows what is made at once", async () => {
    const emulator = createEmulator({ seed: 1 });
    const { appId } = await makeIdentity(graphClient(emulator), "fresh");
    expect(emulator.world.directory.byClientId(appId)?.displayName).toBe("fresh");
  });
});
