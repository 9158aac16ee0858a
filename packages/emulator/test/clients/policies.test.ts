import { clientOptions } from "@azlin/core";
import { PolicyClient, type PolicyAssignment } from "@azure/arm-policy";
import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { armCaller, type ArmCaller } from "../support/arm-caller.ts";
import { azureClients, type AzureClients } from "../support/azure-clients.ts";

const BUILT_IN = "/providers/Microsoft.Authorization/policyDefinitions";
const NOT_ALLOWED_TYPES = `${BUILT_IN}/6c112d4e-5bc7-47ae-a041-ea2d9dccd749`;
const REQUIRE_TAG = `${BUILT_IN}/871b6d14-10aa-478d-b590-94f262ecfa99`;
const ALLOWED_LOCATIONS = `${BUILT_IN}/e56962a6-4747-49cd-b67b-bf8b01975c4c`;

describe("policies", () => {
  let emulator: Emulator;
  let azure: AzureClients;
  let policies: PolicyClient;
  let arm: ArmCaller;

  const subscription = (): string => `/subscriptions/${azure.subscriptionId}`;
  const groupOf = (name: string): string => `${subscription()}/resourceGroups/${name}`;
  const diskOf = (name: string): string => `${groupOf("rg")}/providers/Microsoft.Compute/disks/${name}`;
  const createDisk = (name: string, extra: { tags?: Record<string, string>; location?: string } = {}) =>
    azure.compute.disks.createOrUpdate(
      "rg",
      name,
      { location: "westus2", diskSizeGB: 8, creationData: { createOption: "Empty" }, ...extra },
      azure.poll,
    );
  const assign = (
    name: string,
    policyDefinitionId: string,
    parameters: Record<string, unknown> = {},
    extra: Partial<PolicyAssignment> = {},
  ): Promise<PolicyAssignment> => {
    const values = Object.fromEntries(Object.entries(parameters).map(([key, value]) => [key, { value }]));
    return policies.policyAssignments.create(groupOf("rg"), name, { policyDefinitionId, parameters: values, ...extra });
  };
  const refusal = { statusCode: 403, code: "RequestDisallowedByPolicy" };
  /** A definition of one's own that denies the deletion of what has a tag. */
  const denyDeletion = (): Promise<unknown> =>
    policies.policyDefinitions.createOrUpdate("keep", {
      mode: "Indexed",
      displayName: "Keep what is tagged",
      policyRule: {
        if: { allOf: [{ field: "tags['keep']", equals: "true" }, { not: { field: "type", like: "*/snapshots" } }] },
        // oxlint-disable-next-line unicorn/no-thenable -- Azure's word
        then: { effect: "denyAction", details: { actionNames: ["delete"] } },
      },
    });

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    azure = azureClients(emulator);
    arm = armCaller(emulator);
    const transport = emulator.transport();
    policies = new PolicyClient(transport.credential, azure.subscriptionId, clientOptions(transport));
    await azure.resources.resourceGroups.createOrUpdate("rg", { location: "westus2" });
  });

  it("refuse resources without a tag, also those whose tags are taken away", async () => {
    const made = await assign("tagged", REQUIRE_TAG, { tagName: "owner" });
    expect(made).toMatchObject({ name: "tagged", scope: groupOf("rg"), enforcementMode: "Default" });
    await expect(createDisk("d")).rejects.toMatchObject(refusal);
    await createDisk("d", { tags: { Owner: "me" } });
    await expect(azure.compute.disks.update("rg", "d", { tags: {} }, azure.poll)).rejects.toMatchObject(refusal);
    await expect(
      azure.resources.tagsOperations.beginUpdateAtScopeAndWait(
        diskOf("d"),
        { operation: "Replace", properties: { tags: { other: "x" } } },
        azure.poll,
      ),
    ).rejects.toMatchObject(refusal);
    expect((await azure.compute.disks.get("rg", "d")).tags).toEqual({ Owner: "me" });
    expect((await azure.resources.resourceGroups.createOrUpdate("rg", { location: "westus2" })).name).toBe("rg");
  });

  it("tell which assignment and definition refused", async () => {
    const { id } = await assign("types", NOT_ALLOWED_TYPES, {
      listOfResourceTypesNotAllowed: ["microsoft.compute/disks"],
    });
    const { status, body } = await arm("PUT", `${diskOf("d")}?api-version=2024-03-02`, { location: "westus2" });
    expect(status).toBe(403);
    expect(body.error).toMatchObject({
      code: "RequestDisallowedByPolicy",
      target: "d",
      additionalInfo: [
        {
          type: "PolicyViolation",
          info: {
            policyDefinitionId: NOT_ALLOWED_TYPES,
            policyDefinitionDisplayName: "Not allowed resource types",
            policyAssignmentId: id,
            policyAssignmentName: "types",
          },
        },
      ],
    });
    expect(body.error.message).toMatch(/^Resource 'd' was disallowed by policy\. Policy identifiers: '\[\{/);
  });

  it("hold at their scope and below it, and not where they are excluded or not enforced", async () => {
    await assign("places", ALLOWED_LOCATIONS, { listOfAllowedLocations: ["eastus"] });
    await azure.resources.resourceGroups.createOrUpdate("other", { location: "westus2" });
    await expect(createDisk("d")).rejects.toMatchObject(refusal);
    expect((await createDisk("d", { location: "eastus" })).location).toBe("eastus");
    const elsewhere = { location: "westus2", diskSizeGB: 8, creationData: { createOption: "Empty" } };
    expect((await azure.compute.disks.createOrUpdate("other", "d", elsewhere, azure.poll)).name).toBe("d");
    const places = { listOfAllowedLocations: ["eastus"] };
    await assign("places", ALLOWED_LOCATIONS, places, { enforcementMode: "DoNotEnforce" });
    await createDisk("e");
    await assign("places", ALLOWED_LOCATIONS, places, { notScopes: [diskOf("f")] });
    await createDisk("f");
    await expect(createDisk("g")).rejects.toMatchObject(refusal);
    await policies.policyAssignments.delete(groupOf("rg"), "places");
    expect((await createDisk("g")).name).toBe("g");
  });

  it("deny deletions, and block the deletion of a group", async () => {
    await denyDeletion();
    await assign("kept", `${subscription()}${BUILT_IN}/keep`);
    await createDisk("kept", { tags: { keep: "true" } });
    await createDisk("plain");
    await expect(azure.compute.disks.delete("rg", "kept", azure.poll)).rejects.toMatchObject(refusal);
    await azure.compute.disks.delete("rg", "plain", azure.poll);
    const { headers } = await arm("DELETE", groupOf("rg"));
    const { status, body } = await arm("GET", headers.get("location")!);
    expect([status, body.error.code]).toEqual([409, "ResourceGroupDeletionBlocked"]);
    expect(JSON.parse(body.error.details[0].message).error.code).toBe("RequestDisallowedByPolicy");
    await azure.compute.disks.update("rg", "kept", { tags: { keep: "false" } }, azure.poll);
    await azure.resources.resourceGroups.beginDeleteAndWait("rg", azure.poll);
    expect(await azure.resources.resourceGroups.checkExistence("rg")).toEqual({ body: false });
  });

  it("hold deployments too", async () => {
    await assign("types", NOT_ALLOWED_TYPES, { listOfResourceTypesNotAllowed: ["Microsoft.Compute/disks"] });
    const disk = {
      type: "Microsoft.Compute/disks",
      apiVersion: "2024-03-02",
      name: "d",
      location: "westus2",
      properties: { diskSizeGB: 8, creationData: { createOption: "Empty" } },
    };
    const template = { contentVersion: "1.0.0.0", resources: [disk] };
    const deployment = "resourceGroups/rg/providers/Microsoft.Resources/deployments/main";
    await arm("PUT", deployment, { properties: { mode: "Incremental", template } });
    const { body } = await arm("GET", deployment);
    expect(body.properties.provisioningState).toBe("Failed");
    expect(JSON.stringify(body.properties.error)).toContain("RequestDisallowedByPolicy");
  });

  it("are listed, the built-in ones among the definitions", async () => {
    await denyDeletion();
    const namesOf = async (listed: AsyncIterable<{ name?: string }>): Promise<(string | undefined)[]> => {
      const names: (string | undefined)[] = [];
      for await (const { name } of listed) names.push(name);
      return names;
    };
    expect(await namesOf(policies.policyDefinitions.list({ filter: "policyType eq 'Custom'" }))).toEqual(["keep"]);
    expect(await namesOf(policies.policyDefinitions.listBuiltIn())).toContain("871b6d14-10aa-478d-b590-94f262ecfa99");
    await assign("tagged", REQUIRE_TAG, { tagName: "owner" });
    expect(await namesOf(policies.policyAssignments.list())).toEqual(["tagged"]);
    expect((await policies.policyAssignments.get(groupOf("rg"), "tagged")).policyDefinitionId).toBe(REQUIRE_TAG);
    await policies.policyDefinitions.delete("keep");
    await expect(policies.policyDefinitions.get("keep")).rejects.toMatchObject({ code: "PolicyDefinitionNotFound" });
  });

  it.each([
    ["a condition that it does not know", { field: "type", matches: "x" }, "deny"],
    ["an effect that it does not have", { field: "type", equals: "x" }, "modify"],
    ["a function that it does not have", { field: "type", equals: "[utcNow()]" }, "deny"],
    ["no condition at all", {}, "deny"],
  ])("refuse a rule with %s", async (_what, condition, effect) => {
    await expect(
      // oxlint-disable-next-line unicorn/no-thenable -- Azure's word
      policies.policyDefinitions.createOrUpdate("odd", { policyRule: { if: condition, then: { effect } } }),
    ).rejects.toMatchObject({ statusCode: 400, code: "InvalidPolicyRule" });
  });

  it("refuse an assignment of no definition, or without its parameters", async () => {
    await expect(assign("a", `${BUILT_IN}/nothing`)).rejects.toMatchObject({ code: "PolicyDefinitionNotFound" });
    await expect(assign("a", REQUIRE_TAG)).rejects.toMatchObject({ statusCode: 400, code: "MissingPolicyParameter" });
  });
});
