import type { Client } from "@microsoft/microsoft-graph-client";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import type { GraphPermission } from "../../src/index.ts";
import { graphClient, makeIdentity } from "../support/graph-client.ts";

describe("who may do what in Graph", () => {
  let emulator: Emulator;

  /** A client of a principal of its own. */
  const callerWith = (name: string, ...graphPermissions: GraphPermission[]): Client => {
    emulator.seed({ principal: { clientId: name, objectId: `${name}-object`, displayName: name, graphPermissions } });
    return graphClient(emulator, { clientId: name });
  };
  const denied = { statusCode: 403, code: "Authorization_RequestDenied" };

  beforeEach(() => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
  });

  it("is nothing without a permission, and reading with one that reads", async () => {
    const { id } = await makeIdentity(graphClient(emulator), "theirs");
    const nobody = callerWith("nobody");
    await expect(nobody.api("/applications").get()).rejects.toMatchObject(denied);
    await expect(nobody.api("/applications").post({ displayName: "x" })).rejects.toMatchObject(denied);
    const reader = callerWith("reader", "Application.Read.All");
    expect((await reader.api(`/applications/${id}`).get()).displayName).toBe("theirs");
    await expect(reader.api("/applications").post({ displayName: "x" })).rejects.toMatchObject(denied);
    await expect(reader.api(`/applications/${id}`).delete()).rejects.toMatchObject(denied);
  });

  it("is everything with what one has made oneself, for who owns it", async () => {
    const theirs = await makeIdentity(graphClient(emulator), "theirs");
    const owner = callerWith("owner", "Application.ReadWrite.OwnedBy");
    const own = await makeIdentity(owner, "own");
    await owner.api(`/applications/${own.id}/addPassword`).post({});
    await owner.api(`/applications/${own.id}`).delete();
    await owner.api(`/directory/deletedItems/${own.id}`).delete();
    for (const path of [`/applications/${theirs.id}`, `/servicePrincipals/${theirs.principalId}`]) {
      await expect(owner.api(path).patch({ tags: ["mine"] })).rejects.toMatchObject(denied);
      await expect(owner.api(path).delete()).rejects.toMatchObject(denied);
    }
    const all = callerWith("all", "Application.ReadWrite.All");
    await all.api(`/applications/${theirs.id}`).delete();
  });

  it("needs a token for Graph that holds, of a caller that is in the directory", async () => {
    const get = async (headers: Record<string, string>): Promise<[number, string]> => {
      const url = "https://graph.microsoft.com/v1.0/applications";
      const response = await emulator.fetch(new Request(url, { headers }));
      const { error } = (await response.json()) as { error: { code: string } };
      return [response.status, error.code];
    };
    const tokenFor = async (scope: string, clientId?: string): Promise<Record<string, string>> => {
      const { credential } = emulator.transport(clientId === undefined ? {} : { clientId });
      return { authorization: `Bearer ${(await credential.getToken(scope))!.token}` };
    };
    const graph = "https://graph.microsoft.com/.default";
    expect(await get({})).toEqual([401, "InvalidAuthenticationToken"]);
    expect(await get({ authorization: "Bearer x.y.z" })).toEqual([401, "InvalidAuthenticationToken"]);
    expect(await get(await tokenFor("https://vault.azure.net/.default"))).toEqual([401, "InvalidAuthenticationToken"]);
    callerWith("leaver", "Application.Read.All");
    const leaver = await tokenFor(graph, "leaver");
    const old = await tokenFor(graph);
    emulator.world.directory.remove("leaver-object");
    expect(await get(leaver)).toEqual([401, "Authorization_IdentityNotFound"]);
    emulator.clock.advance(3_601_000);
    expect(await get(old)).toEqual([401, "InvalidAuthenticationToken"]);
  });

  it("ends at the directory's quota, to which the bin counts until it is emptied", async () => {
    emulator.configure({ directoryQuota: { objects: 1000, objectsPerCreator: 2 } });
    const owner = callerWith("owner", "Application.ReadWrite.OwnedBy");
    const { id, principalId } = await makeIdentity(owner, "own");
    await owner.api(`/applications/${id}`).delete();
    const more = (): Promise<unknown> => owner.api("/applications").post({ displayName: "more" });
    await expect(more()).rejects.toMatchObject({ statusCode: 403, code: "Directory_QuotaExceeded" });
    for (const gone of [id, principalId]) await owner.api(`/directory/deletedItems/${gone}`).delete();
    await more();
  });

  it("is slowed down when there is too much of it, once throttling is on", async () => {
    const graph = graphClient(emulator);
    const limits = { graphWrites: { capacity: 2, tokensPerSecond: 0.1 } };
    emulator.configure({ throttling: { enabled: true, limits } });
    await makeIdentity(graph, "demo");
    const error = await graph
      .api("/applications")
      .post({ displayName: "x" })
      .catch((refusal: unknown) => refusal);
    expect(error).toMatchObject({ statusCode: 429, code: "TooManyRequests" });
    expect((error as { headers: Headers }).headers.get("retry-after")).toBe("10");
    expect((await graph.api("/applications").get()).value).toHaveLength(1);
    emulator.clock.advance(10_000);
    await graph.api("/applications").post({ displayName: "x" });
  });

  it("is asked over a socket as well, below /graph and at the root", async () => {
    const { url } = await emulator.listen();
    const { token } = (await emulator.transport().credential.getToken("https://graph.microsoft.com/.default"))!;
    const headers = { authorization: `Bearer ${token}` };
    for (const base of [`${url}/graph/v1.0`, `${url}/v1.0`, `${url}/graph/beta`]) {
      const response = await fetch(`${base}/servicePrincipals?$top=1`, { headers });
      expect([response.status, response.headers.get("x-emulator-clock")]).toEqual([200, "virtual"]);
    }
    await emulator.stop();
  });
});
