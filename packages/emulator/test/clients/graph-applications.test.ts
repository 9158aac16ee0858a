import type { Client } from "@microsoft/microsoft-graph-client";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { graphClient, makeIdentity } from "../support/graph-client.ts";

const DAY_MS = 86_400_000;

describe("applications and service principals in Graph", () => {
  let emulator: Emulator;
  let graph: Client;

  const refusal = (statusCode: number, code: string): object => ({ statusCode, code });

  beforeEach(() => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    graph = graphClient(emulator);
  });

  it("are made, found by id and by application id, changed and shown by selection", async () => {
    const { id, appId, principalId } = await makeIdentity(graph, "demo");
    const application = await graph.api(`/applications/${id}`).get();
    expect(application).toMatchObject({
      "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#applications/$entity",
      id,
      appId,
      displayName: "demo",
      signInAudience: "AzureADMyOrg",
      tags: [],
    });
    await graph.api(`/applications(appId='${appId}')`).patch({ tags: ["azlin"], notes: "mine" });
    expect(await graph.api(`/applications/${id}`).select("tags,notes").get()).toEqual({
      "@odata.context": "https://graph.microsoft.com/v1.0/$metadata#applications(tags,notes)/$entity",
      tags: ["azlin"],
      notes: "mine",
    });
    expect(await graph.api(`/servicePrincipals(appId='${appId}')`).get()).toMatchObject({
      id: principalId,
      displayName: "demo",
      servicePrincipalType: "Application",
      accountEnabled: true,
      tags: ["azlin"],
    });
  });

  it("need a name, and a service principal needs an application of its own", async () => {
    await expect(graph.api("/applications").post({})).rejects.toMatchObject(refusal(400, "Request_BadRequest"));
    const long = graph.api("/applications").post({ displayName: "x".repeat(257) });
    await expect(long).rejects.toMatchObject(refusal(400, "Request_BadRequest"));
    const orphan = graph.api("/servicePrincipals").post({ appId: "00000000-0000-4000-8000-000000000bad" });
    await expect(orphan).rejects.toMatchObject(refusal(400, "Request_BadRequest"));
    const { appId } = await makeIdentity(graph, "demo");
    await expect(graph.api("/servicePrincipals").post({ appId })).rejects.toMatchObject(
      refusal(409, "Request_MultipleObjectsWithSameKeyValue"),
    );
  });

  it("are made once by their unique name, however often they are asked for", async () => {
    const upsert = (body: object): Promise<{ id: string } | undefined> =>
      graph.api("/applications(uniqueName='run-1')").header("Prefer", "create-if-missing").patch(body);
    const missing = graph.api("/applications(uniqueName='run-1')").patch({ displayName: "run" });
    await expect(missing).rejects.toMatchObject(refusal(404, "Request_ResourceNotFound"));
    const made = await upsert({ displayName: "run" });
    expect(await upsert({ displayName: "run again" })).toBeUndefined();
    const found = await graph.api("/applications").filter("uniqueName eq 'run-1'").get();
    expect(found.value).toMatchObject([{ id: made!.id, displayName: "run again" }]);
    const twin = graph.api("/applications").post({ displayName: "twin", uniqueName: "run-1" });
    await expect(twin).rejects.toMatchObject(refusal(400, "Request_MultipleObjectsWithSameKeyValue"));
  });

  it("get service principals by an upsert of the application id", async () => {
    const { appId } = await graph.api("/applications").post({ displayName: "demo" });
    const upsert = (): Promise<{ id: string } | undefined> =>
      graph
        .api(`/servicePrincipals(appId='${appId}')`)
        .header("Prefer", "create-if-missing")
        .patch({ tags: ["a"] });
    expect(await upsert()).toMatchObject({ appId, tags: ["a"] });
    expect(await upsert()).toBeUndefined();
  });

  it("have passwords whose text is told once, and which are taken away by their id", async () => {
    const { id } = await makeIdentity(graph, "demo");
    const endDateTime = new Date(emulator.clock.now() + DAY_MS).toISOString();
    const password = await graph
      .api(`/applications/${id}/addPassword`)
      .post({ passwordCredential: { displayName: "run", endDateTime } });
    expect(password.secretText).toMatch(/^\S{40}$/);
    expect(password).toMatchObject({ displayName: "run", endDateTime, hint: password.secretText.slice(0, 3) });
    const { passwordCredentials } = await graph.api(`/applications/${id}`).get();
    expect(passwordCredentials).toMatchObject([{ keyId: password.keyId, secretText: null, hint: password.hint }]);
    expect(JSON.stringify(emulator.snapshot())).not.toContain(password.secretText);
    const { keyId } = password;
    await graph.api(`/applications/${id}/removePassword`).post({ keyId });
    expect((await graph.api(`/applications/${id}`).get()).passwordCredentials).toEqual([]);
    await expect(graph.api(`/applications/${id}/removePassword`).post({ keyId })).rejects.toMatchObject(
      refusal(400, "Request_BadRequest"),
    );
  });

  it("have passwords for two years unless told otherwise, and none that has ended", async () => {
    const { id } = await makeIdentity(graph, "demo");
    const { startDateTime, endDateTime } = await graph.api(`/applications/${id}/addPassword`).post({});
    expect(new Date(endDateTime).getUTCFullYear() - new Date(startDateTime).getUTCFullYear()).toBe(2);
    const ended = { passwordCredential: { endDateTime: new Date(emulator.clock.now() - 1).toISOString() } };
    await expect(graph.api(`/applications/${id}/addPassword`).post(ended)).rejects.toMatchObject(
      refusal(400, "Request_BadRequest"),
    );
    const brought = graph.api(`/applications/${id}`).patch({ passwordCredentials: [{ secretText: "own" }] });
    await expect(brought).rejects.toMatchObject(refusal(400, "Request_BadRequest"));
  });

  it("have federated credentials: twenty at most, each pair of issuer and subject once", async () => {
    const { id } = await makeIdentity(graph, "demo");
    const credentials = `/applications/${id}/federatedIdentityCredentials`;
    const one = (subject: string): object => {
      return { name: `fic-${subject}`, issuer: "https://ci", subject, audiences: ["api://AzureADTokenExchange"] };
    };
    const made = await graph.api(credentials).post(one("a"));
    await expect(graph.api(credentials).post({ ...one("a"), name: "fic-b" })).rejects.toMatchObject(
      refusal(409, "Request_MultipleObjectsWithSameKeyValue"),
    );
    await graph.api(`${credentials}/${made.id}`).patch({ subject: "b" });
    const byName = `${credentials}(name='fic-a')`;
    expect(await graph.api(byName).get()).toMatchObject({ id: made.id, subject: "b" });
    await graph.api(byName).header("Prefer", "create-if-missing").patch({ description: "kept" });
    for (let index = 1; index < 20; index++) await graph.api(credentials).post(one(`s${index}`));
    await expect(graph.api(credentials).post(one("last"))).rejects.toMatchObject(refusal(400, "Request_BadRequest"));
    await graph.api(`${credentials}/${made.id}`).delete();
    const { value } = await graph.api(credentials).get();
    expect(value).toHaveLength(19);
  });

  it("lie in the bin apart from each other when the application is deleted, until they are restored", async () => {
    const { id, appId, principalId } = await makeIdentity(graph, "demo");
    await graph.api(`/applications/${id}`).delete();
    await expect(graph.api(`/servicePrincipals/${principalId}`).get()).rejects.toMatchObject(
      refusal(404, "Request_ResourceNotFound"),
    );
    const binned = async (type: string): Promise<string[]> => {
      const { value } = await graph.api(`/directory/deletedItems/microsoft.graph.${type}`).get();
      return value.map((item: { id: string }) => item.id);
    };
    expect([await binned("application"), await binned("servicePrincipal")]).toEqual([[id], [principalId]]);
    const restored = await graph.api(`/directory/deletedItems/${id}/restore`).post({});
    expect(restored).toMatchObject({ "@odata.type": "#microsoft.graph.application", appId, deletedDateTime: null });
    expect([await binned("application"), await binned("servicePrincipal")]).toEqual([[], [principalId]]);
    await graph.api(`/directory/deletedItems/${principalId}/restore`).post({});
    expect((await graph.api(`/servicePrincipals/${principalId}`).get()).appId).toBe(appId);
  });

  it("are gone for good when they are deleted from the bin, or have lain there for thirty days", async () => {
    const one = await makeIdentity(graph, "one");
    const two = await makeIdentity(graph, "two");
    for (const { id } of [one, two]) await graph.api(`/applications/${id}`).delete();
    await graph.api(`/directory/deletedItems/${one.id}`).delete();
    const applications = graph.api("/directory/deletedItems/microsoft.graph.application");
    expect((await applications.get()).value).toMatchObject([{ id: two.id }]);
    await expect(graph.api(`/directory/deletedItems/${one.id}`).get()).rejects.toMatchObject(
      refusal(404, "Request_ResourceNotFound"),
    );
    emulator.clock.advance(30 * DAY_MS);
    expect((await applications.get()).value).toEqual([]);
  });

  it("come back with a saved state, in the bin and out of it", async () => {
    const one = await makeIdentity(graph, "one");
    const two = await makeIdentity(graph, "two");
    await graph.api(`/applications/${one.id}`).delete();
    const restored = createEmulator({ seed: 2 });
    restored.restore(JSON.parse(JSON.stringify(emulator.snapshot())));
    const again = graphClient(restored);
    expect((await again.api("/applications").get()).value).toMatchObject([{ id: two.id }]);
    expect(await again.api(`/directory/deletedItems/${one.principalId}`).get()).toMatchObject({ appId: one.appId });
  });
});
