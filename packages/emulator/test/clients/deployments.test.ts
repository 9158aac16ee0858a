import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { armCaller, type ArmAnswer, type ArmCaller } from "../support/arm-caller.ts";

const NSG = "Microsoft.Network/networkSecurityGroups";
const VNET = "Microsoft.Network/virtualNetworks";
const MAIN = "resourceGroups/rg/providers/Microsoft.Resources/deployments/main";

const NETWORK = {
  parameters: { prefix: { type: "string", defaultValue: "10.1" }, secret: { type: "securestring" } },
  variables: { space: "[concat(parameters('prefix'), '.0.0/16')]" },
  resources: [
    {
      type: VNET,
      apiVersion: "2015-06-15",
      name: "vnet",
      location: "westus2",
      tags: {},
      dependsOn: [`${NSG}/nsg`],
      properties: {
        addressSpace: { addressPrefixes: ["[variables('space')]"] },
        subnets: [
          {
            name: "default",
            properties: {
              addressPrefix: "[format('{0}.0.0/24', parameters('prefix'))]",
              networkSecurityGroup: { id: `[resourceId('${NSG}', 'nsg')]` },
            },
          },
        ],
      },
    },
    { type: NSG, apiVersion: "2015-06-15", name: "nsg", location: "westus2", properties: { securityRules: [] } },
  ],
  outputs: { id: { type: "string", value: `[resourceId('${VNET}', 'vnet')]` } },
};
const SECRET = { secret: { value: "s3cret" } };

describe("deployments", () => {
  let emulator: Emulator;
  let arm: ArmCaller;

  beforeEach(async () => {
    emulator = createEmulator({ seed: 1 });
    arm = armCaller(emulator);
    await arm("PUT", "resourcegroups/rg", { location: "westus2" });
  });

  const start = (template: object, parameters: object = SECRET, mode = "Incremental"): Promise<ArmAnswer> =>
    arm("PUT", MAIN, { properties: { mode, template, parameters } });

  /** Names of the resources in the group. */
  async function resourceNames(): Promise<string[]> {
    const { body } = await arm("GET", "resourceGroups/rg/resources");
    return body.value.map(({ name }: { name: string }) => name);
  }

  it("are accepted first and succeed at their poll", async () => {
    const accepted = await start(NETWORK);
    expect(accepted.status).toBe(201);
    expect(accepted.body.properties.provisioningState).toBe("Accepted");
    const poll = await arm("GET", accepted.headers.get("azure-asyncoperation")!);
    expect(poll.body).toEqual({ status: "Succeeded" });
    expect((await start(NETWORK)).status).toBe(200);
  });

  it("write resources in the order of what needs what, and tell how it went", async () => {
    await start(NETWORK);
    const { body: done } = await arm("GET", MAIN);
    expect(done.properties).toMatchObject({
      provisioningState: "Succeeded",
      parameters: { prefix: { type: "String", value: "10.1" }, secret: { type: "SecureString" } },
      outputs: { id: { type: "String", value: expect.stringMatching(/virtualNetworks\/vnet$/) } },
      dependencies: [{ resourceName: "vnet", dependsOn: [{ resourceName: "nsg" }] }],
    });
    expect(JSON.stringify(done)).not.toContain("s3cret");
    const { body: vnet } = await arm("GET", done.properties.outputs.id.value);
    expect(vnet.properties).toMatchObject({ addressSpace: { addressPrefixes: ["10.1.0.0/16"] } });
    const { body: operations } = await arm("GET", `${MAIN}/operations`);
    const told = operations.value.map(
      (one: { properties: { provisioningOperation: string; targetResource?: object } }) => [
        one.properties.provisioningOperation,
        one.properties.targetResource,
      ],
    );
    expect(told).toMatchObject([
      ["Create", { resourceName: "nsg" }],
      ["Create", { resourceName: "vnet" }],
      ["EvaluateDeploymentOutput", undefined],
    ]);
    const legacy = await arm("GET", "resourcegroups/rg/deployments/main/operations");
    expect(legacy.body).toEqual(operations);
  });

  it("fail with the details of what failed", async () => {
    const outside = structuredClone(NETWORK);
    outside.resources[0]!.properties.subnets![0]!.properties.addressPrefix = "192.168.0.0/24";
    const accepted = await start(outside);
    const poll = await arm("GET", accepted.headers.get("azure-asyncoperation")!);
    const failure = { code: "DeploymentFailed", details: [{ code: "NetcfgInvalidSubnet" }] };
    expect(poll.body).toMatchObject({ status: "Failed", error: failure });
    const { body } = await arm("GET", MAIN);
    expect(body.properties).toMatchObject({ provisioningState: "Failed", error: failure });
    const { body: operations } = await arm("GET", `${MAIN}/operations`);
    expect(operations.value[1].properties).toMatchObject({
      provisioningState: "Failed",
      statusMessage: { error: { code: "NetcfgInvalidSubnet" } },
    });
  });

  it("fail when their operation was doomed", async () => {
    emulator.faults.set("doom", {
      effect: { operationFails: { code: "Boom", message: "no" } },
      match: { method: "PUT" },
    });
    await start(NETWORK);
    expect((await arm("GET", MAIN)).body.properties).toMatchObject({
      provisioningState: "Failed",
      error: { code: "Boom" },
    });
  });

  const circle = (name: string, other: string): object => ({
    ...NETWORK.resources[1],
    name,
    dependsOn: [`${NSG}/${other}`],
  });
  it.each([
    ["a missing parameter", NETWORK, {}, /'secret' is not provided/],
    ["a parameter that is not declared", { resources: [] }, { x: { value: 1 } }, /'x' in the parameters file/],
    [
      "a parameter of another type",
      { parameters: { n: { type: "int", defaultValue: "x" } } },
      {},
      /'n' is not of type/,
    ],
    ["an unknown function", { resources: [{ ...NETWORK.resources[1], name: "[nope()]" }] }, {}, /'nope' is not known/],
    [
      "an expression that is none",
      { resources: [{ ...NETWORK.resources[1], name: "[concat(]" }] },
      {},
      /Unexpected|too early/,
    ],
    ["a resource that is not there", { resources: [{ ...NETWORK.resources[1], dependsOn: ["gone"] }] }, {}, /'gone'/],
    ["a type that nobody serves", { resources: [{ type: "A.B/c", name: "x", apiVersion: "1" }] }, {}, /A\.B\/c/],
    ["a circle", { resources: [circle("a", "b"), circle("b", "a")] }, {}, /Circular/],
  ])("are refused for %s", async (_what, template, parameters, message) => {
    const answers = [
      await start(template, parameters),
      await arm("POST", `${MAIN}/validate`, { properties: { mode: "Incremental", template, parameters } }),
    ];
    for (const { status, body } of answers) {
      expect(status).toBe(400);
      expect(body.error.message).toMatch(message);
    }
    expect((await arm("HEAD", MAIN)).status).toBe(404);
  });

  it("are validated without writing, and export their template", async () => {
    const properties = { mode: "Incremental", template: NETWORK, parameters: SECRET };
    const { status, body } = await arm("POST", `${MAIN}/validate`, { properties });
    expect([status, body.properties.validatedResources.length]).toEqual([200, 2]);
    expect((await arm("GET", MAIN)).body.error.code).toBe("DeploymentNotFound");
    await start(NETWORK);
    expect((await arm("POST", `${MAIN}/exportTemplate`)).body.template).toEqual(NETWORK);
  });

  it("tell beforehand what they would do", async () => {
    await arm("PUT", `resourceGroups/rg/providers/${NSG}/nsg`, { location: "westus2", properties: {} });
    const properties = { mode: "Incremental", template: NETWORK, parameters: SECRET };
    const asked = await arm("POST", `${MAIN}/whatIf`, { properties });
    expect(asked.status).toBe(202);
    const { body } = await arm("GET", asked.headers.get("location")!);
    const changes = body.properties.changes.map((change: { changeType: string }) => change.changeType);
    expect(changes).toEqual(["Modify", "Create"]);
  });

  it("are cancelled while they run, and only then", async () => {
    emulator.clock.change({ mode: "virtual" });
    emulator.configure({ latency: { profile: "recorded", scale: 1 } });
    const accepted = await start(NETWORK);
    expect((await arm("GET", MAIN)).body.properties.provisioningState).toBe("Running");
    expect((await start(NETWORK)).body.error.code).toBe("DeploymentActive");
    const written = await resourceNames();
    expect((await arm("POST", `${MAIN}/cancel`)).status).toBe(204);
    expect((await arm("GET", MAIN)).body.properties.provisioningState).toBe("Canceled");
    expect((await arm("GET", accepted.headers.get("azure-asyncoperation")!)).body.status).toBe("Canceled");
    emulator.clock.advance(600_000);
    expect(await resourceNames()).toEqual(written);
    expect((await arm("POST", `${MAIN}/cancel`)).body.error.code).toBe("DeploymentCannotBeCancelled");
  });

  it("take as long as their resources, one after the other", async () => {
    emulator.clock.change({ mode: "virtual" });
    emulator.configure({ latency: { profile: "recorded", scale: 1 } });
    await start(NETWORK);
    for (let waited = 0; waited < 3_000_000; waited += 60_000) {
      const { body } = await arm("GET", MAIN);
      if (body.properties.provisioningState === "Succeeded") break;
      expect(body.properties.provisioningState).toBe("Running");
      emulator.clock.advance(60_000);
    }
    expect(await resourceNames()).toEqual(["nsg", "vnet"]);
  });

  it("survive a restart half done", async () => {
    emulator.clock.change({ mode: "virtual" });
    emulator.configure({ latency: { profile: "recorded", scale: 1 } });
    await start(NETWORK);
    await arm("GET", MAIN);
    const restored = createEmulator({ clock: "virtual" });
    restored.restore(JSON.parse(JSON.stringify(emulator.snapshot())));
    for (let step = 0; step < 50; step++) {
      restored.clock.advance(60_000);
      await restored.fetch(new Request("https://management.azure.com/tenants?api-version=2022-12-01"));
    }
    expect((await armCaller(restored)("GET", MAIN)).body.properties.provisioningState).toBe("Succeeded");
  });

  it("make a group from the subscription, and a template within it", async () => {
    const inner = {
      parameters: { name: { type: "string" } },
      resources: [
        { type: NSG, apiVersion: "2024-05-01", name: "[parameters('name')]", location: "[resourceGroup().location]" },
      ],
      outputs: { place: { type: "string", value: `[reference(resourceId('${NSG}', 'nsg1'), '1', 'Full').location]` } },
    };
    const template = {
      resources: [
        { type: "Microsoft.Resources/resourceGroups", apiVersion: "2021-04-01", name: "made", location: "eastus" },
        {
          type: "Microsoft.Resources/deployments",
          apiVersion: "2021-04-01",
          name: "inner",
          resourceGroup: "made",
          dependsOn: ["[subscriptionResourceId('Microsoft.Resources/resourceGroups', 'made')]"],
          properties: {
            mode: "Incremental",
            expressionEvaluationOptions: { scope: "inner" },
            parameters: { name: { value: "nsg1" } },
            template: inner,
          },
        },
      ],
      outputs: {
        place: {
          type: "string",
          value: "[reference(resourceId('made', 'Microsoft.Resources/deployments', 'inner')).outputs.place.value]",
        },
      },
    };
    const path = "providers/Microsoft.Resources/deployments/main";
    expect((await arm("PUT", path, { properties: { template } })).body.error.code).toBe("LocationRequired");
    await arm("PUT", path, { location: "eastus", properties: { mode: "Incremental", template } });
    const { body } = await arm("GET", path);
    expect(body).toMatchObject({ location: "eastus", properties: { outputs: { place: { value: "eastus" } } } });
    const nested = await arm("GET", "resourceGroups/made/providers/Microsoft.Resources/deployments/inner");
    expect(nested.body.properties.provisioningState).toBe("Succeeded");
    expect((await arm("GET", "providers/Microsoft.Resources/deployments")).body.value).toHaveLength(1);
  });

  it("remove in mode Complete what their template does not name", async () => {
    await start(NETWORK);
    await start({ resources: [NETWORK.resources[1]] }, {}, "Complete");
    expect(await resourceNames()).toEqual(["nsg"]);
  });

  it("are deleted without what they made", async () => {
    await start(NETWORK);
    expect((await arm("DELETE", MAIN)).status).toBe(202);
    expect((await arm("GET", MAIN)).status).toBe(404);
    expect(await resourceNames()).toEqual(["nsg", "vnet"]);
  });
});
