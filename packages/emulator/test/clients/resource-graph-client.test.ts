import { clientOptions } from "@azlin/core";
import { ResourceGraphClient } from "@azure/arm-resourcegraph";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";

const SUBSCRIPTION = "00000000-0000-4000-8000-000000000001";
const OTHER_SUBSCRIPTION = "00000000-0000-4000-8000-000000000002";
const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const MANAGED_VMS =
  "Resources | where type =~ 'microsoft.compute/virtualmachines' | where tostring(tags) contains 'managed-by'" +
  " | project id, location, tags, size = tostring(properties.hardwareProfile.vmSize) | order by id asc";

type Rows = readonly Readonly<Record<string, unknown>>[];

function graphClient(emulator: Emulator, clientId?: string): ResourceGraphClient {
  const transport = emulator.transport(clientId === undefined ? {} : { clientId });
  return new ResourceGraphClient(transport.credential, clientOptions(transport));
}

/** The bare answer: the client leaves out what its model of an error does not name. */
async function post(emulator: Emulator, query: string): Promise<Response> {
  const access = await emulator.transport().credential.getToken("https://management.azure.com/.default");
  const url = "https://management.azure.com/providers/Microsoft.ResourceGraph/resources?api-version=2022-10-01";
  const headers = { authorization: `Bearer ${access?.token}` };
  return emulator.fetch(new Request(url, { method: "POST", headers, body: JSON.stringify({ query }) }));
}

function groupId(name: string): string {
  return `/subscriptions/${SUBSCRIPTION}/resourceGroups/${name}`;
}

function vmId(group: string, name: string): string {
  return `${groupId(group)}/providers/Microsoft.Compute/virtualMachines/${name}`;
}

describe("the official Resource Graph client", () => {
  let emulator: Emulator;
  let client: ResourceGraphClient;
  const namesOf = async (query: string, by = client): Promise<unknown[]> => {
    const { data } = await by.resources({ query });
    return (data as Rows).map(({ name }) => name);
  };

  beforeEach(() => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    client = graphClient(emulator);
  });

  it("finds the VMs that azlin manages, in one request for a thousand", async () => {
    emulator.seed([
      { fleet: { vms: 3, prefix: "mine" } },
      { fleet: { vms: 2, prefix: "other", tags: { "managed-by": "someone" } } },
      { fleet: { vms: 1, prefix: "plain", tags: {} } },
    ]);
    const page = await client.resources({ query: MANAGED_VMS, subscriptions: [SUBSCRIPTION], options: { top: 1000 } });
    expect(page).toMatchObject({ totalRecords: 5, count: 5, resultTruncated: "false", facets: [] });
    expect(page.skipToken).toBeUndefined();
    expect((page.data as Rows)[0]).toEqual({
      id: vmId("fleet-01", "mine-1"),
      location: "westus2",
      tags: { "managed-by": "azlin", "azlin-created": expect.any(String) },
      size: "Standard_D2s_v5",
    });
  });

  it("finds the addresses of a fleet in one query", async () => {
    emulator.seed({ fleet: { vms: 1 } });
    const query =
      "Resources | where type in~ ('microsoft.network/networkinterfaces', 'microsoft.network/publicipaddresses')" +
      " | project name, ip = tostring(properties.ipAddress), private = properties.ipConfigurations[0].properties.privateIPAddress" +
      " | order by name asc";
    expect((await client.resources({ query })).data).toEqual([
      { name: "vm-1-ip", ip: "20.0.0.0", private: null },
      { name: "vm-1-nic", ip: "", private: "10.0.0.0" },
    ]);
  });

  it("sees rows with Azure's columns, with type and resource group in lower case", async () => {
    emulator.seed({ id: vmId("Rg", "VM1"), body: { location: "eastus", properties: {} } });
    const { data } = await client.resources({ query: "Resources" });
    expect(data).toEqual([
      {
        id: vmId("Rg", "VM1"),
        name: "VM1",
        type: "microsoft.compute/virtualmachines",
        tenantId: emulator.world.settings.tenantId,
        kind: "",
        location: "eastus",
        resourceGroup: "rg",
        subscriptionId: SUBSCRIPTION,
        managedBy: "",
        sku: null,
        plan: null,
        properties: {
          extended: {
            instanceView: { powerState: { code: "PowerState/running", displayStatus: "VM running", level: "Info" } },
          },
        },
        tags: null,
        identity: null,
        zones: null,
        extendedLocation: null,
      },
    ]);
  });

  it("lists subscriptions and groups as containers", async () => {
    emulator.seed({ id: groupId("Rg"), body: { location: "eastus" } });
    const { data } = await client.resources({ query: "resourcecontainers | project name, type, resourceGroup" });
    expect(data).toEqual([
      { name: "Local Subscription", type: "microsoft.resources/subscriptions", resourceGroup: "" },
      { name: "Rg", type: "microsoft.resources/subscriptions/resourcegroups", resourceGroup: "rg" },
    ]);
  });

  it("joins role assignments with the names of their roles", async () => {
    emulator.seed({ principal: { clientId: "app", objectId: "app-object", displayName: "App" } });
    const assignment = `${groupId("Rg")}/providers/Microsoft.Authorization/roleAssignments/a1`;
    const roleDefinitionId = `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${READER}`;
    const properties = { principalId: "app-object", roleDefinitionId, scope: groupId("Rg") };
    emulator.seed([
      { id: groupId("Rg"), body: { location: "eastus" } },
      { id: assignment, body: { properties } },
    ]);
    const query =
      "authorizationresources | where type =~ 'microsoft.authorization/roleassignments'" +
      " | extend role = tolower(tostring(properties.roleDefinitionId)), who = tostring(properties.principalId)" +
      " | join kind=inner (AuthorizationResources | where type =~ 'microsoft.authorization/roledefinitions'" +
      " | project role = tolower(id), roleName = tostring(properties.roleName)) on role" +
      " | project id, who, roleName, resourceGroup, location";
    const { data } = await client.resources({ query, subscriptions: [SUBSCRIPTION] });
    expect(data).toEqual([
      { id: assignment, who: "app-object", roleName: "Reader", resourceGroup: "rg", location: "global" },
    ]);
    const { count } = await client.resources({ query: "Resources | where type contains 'authorization'" });
    expect(count).toBe(0);
  });

  it("pages through all rows once, although the world changes between pages", async () => {
    emulator.seed({ fleet: { vms: 25 } });
    const query = "Resources | where type =~ 'microsoft.compute/virtualmachines' | project id, name | order by id asc";
    const before = await namesOf(query);
    const found: unknown[] = [];
    let skipToken: string | undefined;
    do {
      const options = { top: 10, ...(skipToken !== undefined && { skipToken }) };
      const page = await client.resources({ query, options });
      found.push(...(page.data as Rows).map(({ name }) => name));
      emulator.world.store.remove(vmId("fleet-01", "vm-01"));
      expect(page.totalRecords).toBe(25);
      ({ skipToken } = page);
    } while (skipToken !== undefined);
    expect(found).toEqual(before);
    expect(await namesOf(query)).toHaveLength(24);
  });

  it("gives at most 1,000 rows a page, and no token when Azure could not go on", async () => {
    emulator.seed({ fleet: { vms: 1001 } });
    const vms = "Resources | where type =~ 'microsoft.compute/virtualmachines'";
    const whole = await client.resources({ query: vms, options: { top: 5000 } });
    expect(whole).toMatchObject({
      count: 1000,
      totalRecords: 1001,
      resultTruncated: "false",
      skipToken: expect.any(String),
    });
    const withoutId = await client.resources({ query: `${vms} | project name` });
    expect(withoutId).toMatchObject({ count: 1000, resultTruncated: "true" });
    expect(withoutId.skipToken).toBeUndefined();
    const limited = await client.resources({ query: `${vms} | take 10`, options: { top: 3 } });
    expect(limited).toMatchObject({ count: 3, totalRecords: 10, resultTruncated: "true" });
    const rest = await client.resources({ query: vms, options: { skip: 1000 } });
    expect(rest.count).toBe(1);
  });

  it("gives tables when asked for them", async () => {
    emulator.seed({ fleet: { vms: 1 } });
    const query = "Resources | where type contains 'virtualMachines' | project name, tags, n = 1, since = now()";
    const { data } = await client.resources({ query, options: { resultFormat: "table" } });
    expect(data).toMatchObject({
      columns: [
        { name: "name", type: "string" },
        { name: "tags", type: "object" },
        { name: "n", type: "integer" },
        { name: "since", type: "datetime" },
      ],
      rows: [["vm-1", { "managed-by": "azlin" }, 1, expect.stringMatching(/Z$/)]],
    });
  });

  it("shows the world as it was before the lag, deleted resources among it", async () => {
    const names = "Resources | project name | order by name asc";
    emulator.seed({ id: vmId("rg", "old"), body: { location: "eastus" } });
    emulator.configure({ consistency: { ...emulator.world.settings.consistency, resourceGraphLagMs: 10_000 } });
    emulator.clock.advance(10_000);
    emulator.world.store.remove(vmId("rg", "old"));
    emulator.seed({ id: vmId("rg", "new"), body: { location: "eastus" } });
    expect(await namesOf(names)).toEqual(["old"]);
    emulator.clock.advance(9999);
    expect(await namesOf(names)).toEqual(["old"]);
    emulator.clock.advance(1);
    expect(await namesOf(names)).toEqual(["new"]);
  });

  it("looks only into the subscriptions that were asked for", async () => {
    emulator.seed({ fleet: { vms: 4, subscriptions: 2 } });
    const query = "Resources | where type =~ 'microsoft.compute/virtualmachines' | project subscriptionId";
    const all = await client.resources({ query });
    const other = await client.resources({ query, subscriptions: [OTHER_SUBSCRIPTION.toUpperCase()] });
    expect([all.count, other.count]).toEqual([4, 2]);
    expect(other.data).toContainEqual({ subscriptionId: OTHER_SUBSCRIPTION });
    await expect(
      client.resources({ query, subscriptions: [OTHER_SUBSCRIPTION.replace("2", "9")] }),
    ).rejects.toMatchObject({
      statusCode: 400,
      details: { error: { details: [{ code: "NoValidSubscriptionsInQueryRequest" }] } },
    });
  });

  it("shows a principal what its roles let it read, and refuses one that has none", async () => {
    emulator.seed([
      { id: vmId("seen", "vm1"), body: { location: "eastus" } },
      { id: vmId("hidden", "vm2"), body: { location: "eastus" } },
      { principal: { clientId: "reader", objectId: "reader-object", displayName: "Reader" } },
      { principal: { clientId: "nobody", objectId: "nobody-object", displayName: "Nobody" } },
      {
        id: `${groupId("seen")}/providers/Microsoft.Authorization/roleAssignments/a1`,
        body: {
          properties: {
            principalId: "reader-object",
            roleDefinitionId: `/subscriptions/${SUBSCRIPTION}/providers/Microsoft.Authorization/roleDefinitions/${READER}`,
            scope: groupId("seen"),
          },
        },
      },
    ]);
    expect(await namesOf("Resources | project name")).toEqual(["vm1", "vm2"]);
    expect(await namesOf("Resources | project name", graphClient(emulator, "reader"))).toEqual(["vm1"]);
    const nobody = graphClient(emulator, "nobody");
    expect(await namesOf("Resources | project name", nobody)).toEqual([]);
    await expect(nobody.resources({ query: "Resources", subscriptions: [SUBSCRIPTION] })).rejects.toMatchObject({
      details: { error: { details: [{ code: "NoValidSubscriptionsInQueryRequest" }] } },
    });
  });

  it("tells a query that cannot be answered as Azure does", async () => {
    const refused = client.resources({ query: "Resources | parse id with * 'x' y" });
    await expect(refused).rejects.toThrow(/^Please provide below info when asking for support: timestamp = /);
    await expect(refused).rejects.toMatchObject({ statusCode: 400, code: "BadRequest" });
    const body: unknown = await (await post(emulator, "Resources | parse id with * 'x' y")).json();
    expect(body).toMatchObject({
      error: {
        details: [
          { code: "InvalidQuery", message: expect.stringContaining("Query is invalid.") },
          { code: "InvalidQueryLanguage", token: "parse", line: 1, characterPositionInLine: 12 },
        ],
      },
    });
    await expect(client.resources({ query: "Resources | where" })).rejects.toMatchObject({
      details: { error: { details: [{ code: "InvalidQuery" }, { code: "ParserFailure" }] } },
    });
    await expect(client.resources({ query: "Resources", options: { skipToken: "???" } })).rejects.toMatchObject({
      details: { error: { details: [{ code: "InvalidSkipToken" }] } },
    });
  });

  it("tells how much of the user's quota is left", async () => {
    const remaining = async (): Promise<string | null> =>
      (await post(emulator, "Resources | count")).headers.get("x-ms-user-quota-remaining");
    expect([await remaining(), await remaining()]).toEqual(["14", "13"]);
    emulator.clock.advance(5000);
    expect(await remaining()).toBe("14");
  });
});
