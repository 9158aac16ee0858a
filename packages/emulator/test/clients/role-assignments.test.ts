import { clientOptions } from "@azlin/core";
import { AuthorizationManagementClient, type RoleAssignment } from "@azure/arm-authorization";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { armCaller } from "../support/arm-caller.ts";
import { azureClients, createInterface, vmOn, type AzureClients } from "../support/azure-clients.ts";

const READER = "acdd72a7-3385-48ef-bd42-f606fba81ae7";
const SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6";
const APP = { clientId: "app", objectId: "app-object", displayName: "App" };

describe("role assignments", () => {
  let emulator: Emulator;
  let azure: AzureClients;
  let authorization: AuthorizationManagementClient;

  const subscription = (): string => `/subscriptions/${azure.subscriptionId}`;
  const groupOf = (name: string): string => `${subscription()}/resourceGroups/${name}`;
  const roleId = (role: string): string =>
    `${subscription()}/providers/Microsoft.Authorization/roleDefinitions/${role}`;
  const assign = (scope: string, name: string, principalId = APP.objectId): Promise<RoleAssignment> =>
    authorization.roleAssignments.create(scope, name, { principalId, roleDefinitionId: roleId(READER) });
  const namesOf = async (listed: AsyncIterable<RoleAssignment>): Promise<(string | undefined)[]> => {
    const names: (string | undefined)[] = [];
    for await (const { name } of listed) names.push(name);
    return names;
  };

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    emulator.seed({ principal: APP });
    azure = azureClients(emulator);
    const transport = emulator.transport();
    authorization = new AuthorizationManagementClient(
      transport.credential,
      azure.subscriptionId,
      clientOptions(transport),
    );
    for (const group of ["rg", "other"]) {
      await azure.resources.resourceGroups.createOrUpdate(group, { location: "westus2" });
    }
  });

  it("are made, shown, changed and deleted, and told with who made them", async () => {
    const made = await assign(groupOf("rg"), "one");
    expect(made).toMatchObject({
      id: `${groupOf("rg")}/providers/Microsoft.Authorization/roleAssignments/one`,
      name: "one",
      type: "Microsoft.Authorization/roleAssignments",
      scope: groupOf("rg"),
      principalId: APP.objectId,
      principalType: "ServicePrincipal",
      createdBy: "00000000-0000-4000-8000-00000000a272",
    });
    expect(await authorization.roleAssignments.get(groupOf("rg"), "one")).toEqual(made);
    const deleted = await authorization.roleAssignments.delete(groupOf("rg"), "one");
    expect(deleted.id).toBe(made.id);
    await expect(authorization.roleAssignments.get(groupOf("rg"), "one")).rejects.toMatchObject({
      statusCode: 404,
      code: "RoleAssignmentNotFound",
    });
    const path = `${groupOf("rg")}/providers/Microsoft.Authorization/roleAssignments/one`;
    expect((await armCaller(emulator, "2022-04-01")("DELETE", path)).status).toBe(204);
  });

  it("are listed at a scope, above and below it, and by principal", async () => {
    emulator.seed({ principal: { ...APP, clientId: "other", objectId: "other-object" } });
    await assign(subscription(), "above");
    await assign(groupOf("rg"), "here");
    await assign(groupOf("rg"), "theirs", "other-object");
    await assign(groupOf("other"), "beside");
    await azure.compute.disks.createOrUpdate(
      "rg",
      "d",
      { location: "westus2", diskSizeGB: 8, creationData: { createOption: "Empty" } },
      azure.poll,
    );
    await assign(`${groupOf("rg")}/providers/Microsoft.Compute/disks/d`, "below");
    const { roleAssignments } = authorization;
    const atGroup = (filter?: string): Promise<(string | undefined)[]> =>
      namesOf(roleAssignments.listForResourceGroup("rg", filter === undefined ? {} : { filter }));
    expect(await atGroup()).toEqual(["above", "here", "theirs", "below"]);
    expect(await atGroup("atScope()")).toEqual(["above", "here", "theirs"]);
    expect(await atGroup("principalId eq 'other-object'")).toEqual(["theirs"]);
    expect(await atGroup("atScope() and assignedTo('APP-object')")).toEqual(["above", "here"]);
    await expect(atGroup("name eq 'x'")).rejects.toMatchObject({ statusCode: 400, code: "UnsupportedFilter" });
    expect(await namesOf(roleAssignments.listForSubscription())).toHaveLength(5);
  });

  it("need a principal that is in the directory, unless its type is told", async () => {
    await expect(assign(groupOf("rg"), "one", "nobody")).rejects.toMatchObject({
      statusCode: 400,
      code: "PrincipalNotFound",
    });
    const blind = { principalId: "nobody", principalType: "ServicePrincipal", roleDefinitionId: roleId(READER) };
    expect((await authorization.roleAssignments.create(groupOf("rg"), "one", blind)).principalId).toBe("nobody");
  });

  it("keep their principal and role when they are written again, and take a condition", async () => {
    const made = await assign(groupOf("rg"), "one");
    const write = (change: object): Promise<RoleAssignment> => {
      const { principalId = "", roleDefinitionId = "" } = made;
      return authorization.roleAssignments.create(groupOf("rg"), "one", { principalId, roleDefinitionId, ...change });
    };
    const conditional = await write({ condition: "@Resource[x] StringEquals 'y'", conditionVersion: "2.0" });
    expect(conditional).toMatchObject({ condition: "@Resource[x] StringEquals 'y'", conditionVersion: "2.0" });
    for (const change of [{ principalId: "other" }, { roleDefinitionId: roleId(SECRETS_USER) }]) {
      await expect(write(change)).rejects.toMatchObject({ statusCode: 400, code: "RoleAssignmentUpdateNotPermitted" });
    }
  });

  it("need a role that is there, and the type that the principal has", async () => {
    const asked = { principalId: APP.objectId, roleDefinitionId: roleId("00000000-0000-4000-8000-000000000bad") };
    await expect(authorization.roleAssignments.create(groupOf("rg"), "one", asked)).rejects.toMatchObject({
      statusCode: 404,
      code: "RoleDefinitionDoesNotExist",
    });
    const user = { principalId: APP.objectId, principalType: "User", roleDefinitionId: roleId(READER) };
    await expect(authorization.roleAssignments.create(groupOf("rg"), "one", user)).rejects.toMatchObject({
      statusCode: 400,
      code: "UnmatchedPrincipalType",
    });
  });

  it("wait for a principal that was just made to be seen, for as long as the directory takes to replicate", async () => {
    const arm = armCaller(emulator, "2023-01-31");
    const consistent = { resourceGraphLagMs: 0, rbacPropagationMs: 0 };
    emulator.configure({ consistency: { ...consistent, directoryReplicationMs: 13_000 } });
    const id = `${groupOf("rg")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/fresh`;
    const { principalId } = (await arm("PUT", id, { location: "westus2" })).body.properties;
    await expect(assign(groupOf("rg"), "one", principalId)).rejects.toMatchObject({ code: "PrincipalNotFound" });
    emulator.clock.advance(12_999);
    await expect(assign(groupOf("rg"), "one", principalId)).rejects.toMatchObject({ code: "PrincipalNotFound" });
    emulator.clock.advance(1);
    expect((await assign(groupOf("rg"), "one", principalId)).principalId).toBe(principalId);
  });

  it("need a scope that exists, and are unique in principal, role and scope", async () => {
    await expect(assign(groupOf("nowhere"), "one")).rejects.toMatchObject({ code: "ResourceGroupNotFound" });
    await assign(groupOf("rg"), "one");
    await expect(assign(groupOf("rg"), "two")).rejects.toMatchObject({ statusCode: 409, code: "RoleAssignmentExists" });
    expect((await assign(groupOf("rg"), "one")).name).toBe("one");
  });

  it("stay behind as orphans when their principal is deleted, and go when they are deleted by name", async () => {
    await assign(groupOf("rg"), "one");
    const gone = await emulator.fetch(
      new Request(`http://127.0.0.1/_emulator/principals/${APP.objectId}`, { method: "DELETE" }),
    );
    expect(gone.status).toBe(200);
    expect(await namesOf(authorization.roleAssignments.listForSubscription())).toEqual(["one"]);
    await expect(assign(groupOf("other"), "two")).rejects.toMatchObject({ code: "PrincipalNotFound" });
    await authorization.roleAssignments.delete(groupOf("rg"), "one");
    expect(await namesOf(authorization.roleAssignments.listForSubscription())).toEqual([]);
  });

  it("work for managed identities, whose principals go with the identity and with the VM", async () => {
    const identityId = `${groupOf("rg")}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/id`;
    const arm = armCaller(emulator, "2023-01-31");
    const { body: identity } = await arm("PUT", identityId, { location: "westus2" });
    const nicId = await createInterface(azure, "vm");
    const vm = vmOn(nicId, { identity: { type: "SystemAssigned" } });
    const { identity: own } = await azure.compute.virtualMachines.createOrUpdate("rg", "vm", vm, azure.poll);
    await assign(groupOf("other"), "user-assigned", identity.properties.principalId);
    await assign(groupOf("other"), "system-assigned", own!.principalId);
    await arm("DELETE", identityId);
    await azure.compute.virtualMachines.delete("rg", "vm", azure.poll);
    const left = namesOf(authorization.roleAssignments.listForResourceGroup("other"));
    expect(await left).toEqual(["user-assigned", "system-assigned"]);
    const { directory } = emulator.world;
    expect(directory.byObjectId(identity.properties.principalId)).toBeUndefined();
    expect(directory.byObjectId(own!.principalId!)).toBeUndefined();
  });

  it("cannot be more than 4,000 in a subscription, orphans among them", async () => {
    const properties = { principalId: "gone", roleDefinitionId: roleId(READER), scope: groupOf("rg") };
    emulator.seed(
      Array.from({ length: 4000 }, (_, index) => ({
        id: `${groupOf("rg")}/providers/Microsoft.Authorization/roleAssignments/a${index}`,
        body: { properties },
      })),
    );
    await expect(assign(groupOf("other"), "one")).rejects.toMatchObject({
      statusCode: 400,
      code: "RoleAssignmentLimitExceeded",
    });
    await authorization.roleAssignments.delete(groupOf("rg"), "a0");
    expect((await assign(groupOf("other"), "one")).name).toBe("one");
  });

  it("name roles whose definitions are found by name and by id, with their rights on data", async () => {
    const filter = "roleName eq 'Key Vault Secrets User'";
    const found: unknown[] = [];
    for await (const role of authorization.roleDefinitions.list(subscription(), { filter })) found.push(role.name);
    expect(found).toEqual([SECRETS_USER]);
    const role = await authorization.roleDefinitions.get(subscription(), SECRETS_USER);
    expect(role.permissions?.[0]?.dataActions).toContain("Microsoft.KeyVault/vaults/secrets/getSecret/action");
  });
});
