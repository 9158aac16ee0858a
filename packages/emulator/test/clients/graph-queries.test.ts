import type { Client } from "@microsoft/microsoft-graph-client";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { graphClient } from "../support/graph-client.ts";

describe("queries of Graph", () => {
  let emulator: Emulator;
  let graph: Client;

  const names = async (query: string, headers: Record<string, string> = {}): Promise<string[]> => {
    const { value } = await graph.api(`/applications?${query}`).headers(headers).get();
    return value.map(({ displayName }: { displayName: string }) => displayName);
  };
  const EVENTUAL = { ConsistencyLevel: "eventual" };

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    graph = graphClient(emulator);
    const applications = [
      { displayName: "AzureHayMaker-web-admin", tags: ["azlin", "run:1"] },
      { displayName: "AzureHayMaker-data-admin", tags: ["azlin", "run:2"] },
      { displayName: "O'Neill's portal", tags: [] },
    ];
    for (const application of applications) await graph.api("/applications").post(application);
  });

  it("filter by equality, by beginning, by a list and by an element", async () => {
    expect(await names("$filter=startswith(displayName,'azurehaymaker-')")).toHaveLength(2);
    expect(await names("$filter=displayName eq 'O''Neill''s portal'")).toEqual(["O'Neill's portal"]);
    expect(await names("$filter=displayName in ('AzureHayMaker-web-admin','none')")).toEqual([
      "AzureHayMaker-web-admin",
    ]);
    expect(await names("$filter=tags/any(t:t eq 'run:2')")).toEqual(["AzureHayMaker-data-admin"]);
    expect(await names("$filter=tags/any(t: startswith(t,'run:'))")).toHaveLength(2);
  });

  it("join conditions with and, or and brackets", async () => {
    const query =
      "$filter=(tags/any(t:t eq 'run:1') or tags/any(t:t eq 'run:2')) and startswith(displayName,'AzureHayMaker-d')";
    expect(await names(query)).toEqual(["AzureHayMaker-data-admin"]);
    await expect(names("$filter=displayName like 'x'")).rejects.toMatchObject({ code: "Request_BadRequest" });
    await expect(names("$filter=displayName eq 'x' and")).rejects.toMatchObject({ code: "Request_BadRequest" });
  });

  it("answer the advanced ones only with their header and a count", async () => {
    const not = "$filter=not(startswith(displayName,'AzureHayMaker'))";
    for (const query of [not, "$filter=displayName ne 'x'", "$filter=endswith(displayName,'-admin')"]) {
      await expect(names(query)).rejects.toMatchObject({ statusCode: 400, code: "Request_UnsupportedQuery" });
      await expect(names(query, EVENTUAL)).rejects.toMatchObject({ code: "Request_UnsupportedQuery" });
    }
    expect(await names(`${not}&$count=true`, EVENTUAL)).toEqual(["O'Neill's portal"]);
    expect(await names("$filter=endswith(displayName,'-admin')&$count=true", EVENTUAL)).toHaveLength(2);
  });

  it("search for the beginnings of words, with the header", async () => {
    const search = '$search="displayName:azurehay"';
    await expect(names(search)).rejects.toMatchObject({ code: "Request_UnsupportedQuery" });
    expect(await names(search, EVENTUAL)).toHaveLength(2);
    expect(await names('$search="displayName:web" OR "displayName:portal"', EVENTUAL)).toHaveLength(2);
    expect(await names('$search="displayName:azurehaymaker" AND "displayName:data"', EVENTUAL)).toEqual([
      "AzureHayMaker-data-admin",
    ]);
  });

  it("count in the list and by themselves, and sort", async () => {
    const { "@odata.count": count, value } = await graph
      .api("/applications")
      .headers(EVENTUAL)
      .count(true)
      .top(1)
      .orderby("displayName desc")
      .get();
    expect([count, value[0].displayName]).toEqual([3, "O'Neill's portal"]);
    const alone = graph
      .api("/applications/$count")
      .headers(EVENTUAL)
      .responseType("text" as never);
    expect(await alone.get()).toBe("3");
  });

  it("page by a hundred, or by up to 999, and neither repeat nor skip what changes meanwhile", async () => {
    const principals = Array.from({ length: 1200 }, (_, index) => ({
      principal: { clientId: `app-${index}`, objectId: `object-${index}`, displayName: `Fleet ${index}` },
    }));
    emulator.seed(principals);
    const first = await graph.api("/applications?$filter=startswith(displayName,'Fleet')").get();
    expect(first.value).toHaveLength(100);
    emulator.world.directory.remove("object-0");
    const second = await graph.api(first["@odata.nextLink"]).get();
    expect(second.value[0].displayName).toBe("Fleet 100");
    const large = await graph.api("/applications?$filter=startswith(displayName,'Fleet')&$top=999&$select=id").get();
    const rest = await graph.api(large["@odata.nextLink"]).get();
    expect([large.value.length, rest.value.length, rest["@odata.nextLink"]]).toEqual([999, 200, undefined]);
    expect(Object.keys(rest.value[0])).toEqual(["id"]);
    await expect(graph.api("/applications?$top=1000").get()).rejects.toMatchObject({ code: "Request_BadRequest" });
  });

  it("go in batches of twenty, in order, and not on when what they depend on has failed", async () => {
    const requests = [
      { id: "1", method: "POST", url: "/applications", body: { displayName: "batched" } },
      { id: "2", method: "GET", url: "/applications?$filter=displayName eq 'batched'", dependsOn: ["1"] },
      { id: "3", method: "GET", url: "/applications/missing" },
      { id: "4", method: "GET", url: "/organization", dependsOn: ["3"] },
    ].map((request) => ({ headers: { "content-type": "application/json" }, ...request }));
    const { responses } = await graph.api("/$batch").post({ requests });
    expect(responses.map(({ status }: { status: number }) => status)).toEqual([201, 200, 404, 424]);
    expect(responses[1].body.value).toMatchObject([{ displayName: "batched" }]);
    const many = Array.from({ length: 21 }, (_, index) => ({ ...requests[3], id: String(index) }));
    await expect(graph.api("/$batch").post({ requests: many })).rejects.toMatchObject({ statusCode: 400 });
  });

  it("find objects of any type by their ids, and the tenant", async () => {
    const { value: principals } = await graph.api("/servicePrincipals").get();
    const found = await graph.api("/directoryObjects/getByIds").post({ ids: [principals[0].id, "nobody"] });
    expect(found.value).toMatchObject([{ "@odata.type": "#microsoft.graph.servicePrincipal", id: principals[0].id }]);
    expect((await graph.api("/organization").get()).value[0].id).toBe(emulator.world.settings.tenantId);
    await expect(graph.api("/me").get()).rejects.toMatchObject({ statusCode: 400 });
    await expect(graph.api("/groups").get()).rejects.toMatchObject({ statusCode: 400, code: "BadRequest" });
  });
});
