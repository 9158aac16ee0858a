import { clientOptions } from "@azlin/core";
import { AuthorizationManagementClient, type RoleDefinition } from "@azure/arm-authorization";
import { ResourceManagementClient } from "@azure/arm-resources";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { azureClients, type AzureClients } from "../support/azure-clients.ts";

const APP = { clientId: "app", objectId: "app-object", displayName: "App" };
const ROLE = "7d0f1f1e-3b3c-4e6a-9d55-0a4e2f9a1c01";
const OTHER_ROLE = "7d0f1f1e-3b3c-4e6a-9d55-0a4e2f9a1c02";
const CONTRIBUTOR = "b24988ac-6180-42a0-ab88-20f7382dd24c";
const ACTIONS = ["Microsoft.Resources/subscriptions/resourceGroups/read", "Microsoft.Authorization/*/read"];

describe("custom role definitions", () => {
  let emulator: Emulator;
  let azure: AzureClients;
  let authorization: AuthorizationManagementClient;

  const subscription = (): string => `/subscriptions/${azure.subscriptionId}`;
  const groupReader = (roleName = "Group Reader"): RoleDefinition => ({
    roleName,
    roleType: "CustomRole",
    description: "Reads groups.",
    assignableScopes: [subscription()],
    permissions: [{ actions: ACTIONS, notActions: [] }],
  });
  const create = (name = ROLE, role = groupReader()): Promise<RoleDefinition> =>
    authorization.roleDefinitions.createOrUpdate(subscription(), name, role);
  const rolesAt = async (scope: string, filter: string): Promise<(string | undefined)[]> => {
    const names: (string | undefined)[] = [];
    for await (const { roleName } of authorization.roleDefinitions.list(scope, { filter })) names.push(roleName);
    return names;
  };

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    emulator.seed({ principal: APP });
    azure = azureClients(emulator);
    const transport = emulator.transport();
    const [subscriptionId = ""] = transport.subscriptionIds;
    authorization = new AuthorizationManagementClient(transport.credential, subscriptionId, clientOptions(transport));
    await azure.resources.resourceGroups.createOrUpdate("rg", { location: "westus2" });
  });

  it("are made, shown, found by name and by type, changed and deleted", async () => {
    const made = await create();
    expect(made).toMatchObject({
      id: `${subscription()}/providers/Microsoft.Authorization/roleDefinitions/${ROLE}`,
      roleName: "Group Reader",
      roleType: "CustomRole",
      createdBy: "00000000-0000-4000-8000-00000000a272",
    });
    expect(await authorization.roleDefinitions.get(subscription(), ROLE)).toEqual(made);
    expect(await rolesAt(subscription(), "roleName eq 'group reader'")).toEqual(["Group Reader"]);
    expect(await rolesAt(`${subscription()}/resourceGroups/rg`, "type eq 'CustomRole'")).toEqual(["Group Reader"]);
    const narrow = { ...groupReader("Narrow"), assignableScopes: [`${subscription()}/resourceGroups/rg`] };
    await create(OTHER_ROLE, narrow);
    expect(await rolesAt(`${subscription()}/resourceGroups/x`, "type eq 'CustomRole'")).toEqual(["Group Reader"]);
    await create(ROLE, groupReader("Renamed"));
    expect(await rolesAt(subscription(), "atScopeAndBelow() and type eq 'CustomRole'")).toEqual(["Renamed", "Narrow"]);
    expect((await authorization.roleDefinitions.delete(subscription(), ROLE)).roleName).toBe("Renamed");
    await expect(authorization.roleDefinitions.get(subscription(), ROLE)).rejects.toMatchObject({
      statusCode: 404,
      code: "RoleDefinitionDoesNotExist",
    });
  });

  it("have a name of their own, scopes and permissions, and are not built in", async () => {
    await create();
    const refusals: [name: string, role: RoleDefinition, status: number, code: string][] = [
      [OTHER_ROLE, groupReader("GROUP READER"), 409, "RoleDefinitionWithSameNameExists"],
      [OTHER_ROLE, groupReader("Contributor"), 409, "RoleDefinitionWithSameNameExists"],
      [OTHER_ROLE, { ...groupReader("x"), assignableScopes: [] }, 400, "BadRequestFormat"],
      [OTHER_ROLE, { ...groupReader("x"), permissions: [] }, 400, "BadRequestFormat"],
      [CONTRIBUTOR, groupReader("x"), 400, "BadRequestFormat"],
    ];
    for (const [name, role, statusCode, code] of refusals) {
      await expect(create(name, role)).rejects.toMatchObject({ statusCode, code });
    }
  });

  it("let a principal do what they say, once the assignment has propagated, and cannot go meanwhile", async () => {
    emulator.configure({
      consistency: { resourceGraphLagMs: 0, directoryReplicationMs: 0, rbacPropagationMs: 30_000 },
    });
    const { id = "" } = await create();
    const scope = `${subscription()}/resourceGroups/rg`;
    const assignment = { principalId: APP.objectId, roleDefinitionId: id };
    await authorization.roleAssignments.create(scope, "one", assignment);
    const transport = emulator.transport({ clientId: APP.clientId });
    const own = new ResourceManagementClient(transport.credential, azure.subscriptionId, clientOptions(transport));
    await expect(own.resourceGroups.get("rg")).rejects.toMatchObject({ code: "AuthorizationFailed" });
    emulator.clock.advance(30_000);
    expect((await own.resourceGroups.get("rg")).name).toBe("rg");
    await expect(own.resourceGroups.createOrUpdate("rg", { location: "westus2" })).rejects.toMatchObject({
      code: "AuthorizationFailed",
    });
    await expect(authorization.roleDefinitions.delete(subscription(), ROLE)).rejects.toMatchObject({
      statusCode: 400,
      code: "RoleDefinitionHasAssignments",
    });
    await authorization.roleAssignments.delete(scope, "one");
    await authorization.roleDefinitions.delete(subscription(), ROLE);
  });

  it("are told to a principal as its permissions", async () => {
    const { id = "" } = await create();
    const scope = `${subscription()}/resourceGroups/rg`;
    await authorization.roleAssignments.create(scope, "one", { principalId: APP.objectId, roleDefinitionId: id });
    const transport = emulator.transport({ clientId: APP.clientId });
    const own = new AuthorizationManagementClient(transport.credential, azure.subscriptionId, clientOptions(transport));
    const actions: unknown[] = [];
    for await (const permission of own.permissions.listForResourceGroup("rg")) actions.push(permission.actions);
    expect(actions).toEqual([ACTIONS]);
  });
});

describe("a token of a principal that was deleted", () => {
  it("goes on working while its role assignments last", async () => {
    const emulator = createEmulator({ seed: 1, clock: "virtual" });
    emulator.seed({ principal: APP });
    const azure = azureClients(emulator);
    await azure.resources.resourceGroups.createOrUpdate("rg", { location: "westus2" });
    const scope = `/subscriptions/${azure.subscriptionId}`;
    const roleDefinitionId = `${scope}/providers/Microsoft.Authorization/roleDefinitions/${CONTRIBUTOR}`;
    const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/one`;
    emulator.seed({ id, body: { properties: { principalId: APP.objectId, roleDefinitionId, scope } } });
    const { credential } = emulator.transport({ clientId: APP.clientId });
    const { token } = (await credential.getToken("https://management.azure.com/.default"))!;
    const read = async (): Promise<number> => {
      const url = `https://management.azure.com${scope}/resourcegroups/rg?api-version=2022-09-01`;
      return (await emulator.fetch(new Request(url, { headers: { authorization: `Bearer ${token}` } }))).status;
    };
    emulator.world.directory.remove(APP.objectId);
    expect(await read()).toBe(200);
    emulator.world.store.remove(id);
    expect(await read()).toBe(403);
  });
});
