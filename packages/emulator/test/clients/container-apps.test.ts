import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import {
  appOf,
  containerClient,
  environmentOf,
  GROUP,
  IDENTITY,
  jobOf,
  seedContainerWorld,
  SUBNET,
  type ContainerClient,
} from "../support/container-world.ts";

let emulator: Emulator;
let client: ContainerClient;

beforeEach(() => {
  emulator = createEmulator({ seed: 1, clock: "virtual" });
  client = containerClient(emulator);
  seedContainerWorld(emulator);
});

const putApp = (name: string, app = appOf()) =>
  client.api.containerApps.beginCreateOrUpdateAndWait("rg", name, app, client.poll);
const putEnvironment = (name: string, environment = environmentOf()) =>
  client.api.managedEnvironments.beginCreateOrUpdateAndWait("rg", name, environment, client.poll);
const sized = (cpu: number, memory: string, workloadProfileName?: string) =>
  appOf({
    template: { containers: [{ name: "web", image: "mcr.example/web:1", resources: { cpu, memory } }] },
    ...(workloadProfileName !== undefined && { workloadProfileName }),
  });

describe("environments of container apps", () => {
  it("have a domain and an address of their own, and the profile named Consumption", async () => {
    const made = await putEnvironment("web-env");
    expect(made).toMatchObject({ provisioningState: "Succeeded", vnetConfiguration: null });
    expect(made.defaultDomain).toMatch(/\.westus2\.azurecontainerapps\.io$/);
    expect(made.staticIp).toMatch(/^20\./);
    expect(made.workloadProfiles?.map(({ name }) => name)).toEqual(["Consumption", "big"]);
    expect((await putEnvironment("web-env")).defaultDomain).toBe(made.defaultDomain);
    await expect(putEnvironment("web-env", environmentOf({ infrastructureSubnetId: SUBNET }))).rejects.toMatchObject({
      code: "ManagedEnvironmentInvalidNetworkConfiguration",
    });
  });

  it("go into a subnet that is there, large enough and delegated to them", async () => {
    const inside = await putEnvironment("inside", environmentOf({ infrastructureSubnetId: SUBNET, internal: true }));
    expect(inside.vnetConfiguration).toMatchObject({ infrastructureSubnetId: SUBNET, internal: true });
    expect(inside.staticIp).toMatch(/^10\./);
    const invalid = { code: "ManagedEnvironmentInvalidNetworkConfiguration" };
    await expect(putEnvironment("other", environmentOf({ internal: true }))).rejects.toMatchObject(invalid);
    const missing = environmentOf({ infrastructureSubnetId: `${SUBNET}-2` });
    await expect(putEnvironment("other", missing)).rejects.toMatchObject(invalid);
    const small = environmentOf({ infrastructureSubnetId: SUBNET.replace(/apps$/, "plain") });
    await expect(putEnvironment("other", small)).rejects.toMatchObject(invalid);
    const { location } = environmentOf();
    const undelegated = { location, vnetConfiguration: { infrastructureSubnetId: SUBNET } };
    await expect(putEnvironment("other", undelegated)).rejects.toMatchObject({
      code: "ManagedEnvironmentSubnetDelegationError",
    });
  });

  it("stay while apps or jobs are in them", async () => {
    const remove = () => client.api.managedEnvironments.beginDeleteAndWait("rg", "env", client.poll);
    await putApp("web");
    await expect(remove()).rejects.toMatchObject({ statusCode: 409, code: "ManagedEnvironmentHasContainerApps" });
    await client.api.containerApps.beginDeleteAndWait("rg", "web", client.poll);
    await client.api.jobs.beginCreateOrUpdateAndWait("rg", "agent", jobOf("true"), client.poll);
    await expect(remove()).rejects.toMatchObject({ statusCode: 409, code: "ManagedEnvironmentHasContainerAppsJobs" });
    await client.api.jobs.beginDeleteAndWait("rg", "agent", client.poll);
    await remove();
    await expect(client.api.managedEnvironments.get("rg", "env")).rejects.toMatchObject({ statusCode: 404 });
  });

  it("take nothing in before they are provisioned", async () => {
    await client.api.managedEnvironments.beginCreateOrUpdate("rg", "slow", environmentOf(), client.poll);
    emulator.configure({ latency: { profile: "recorded", scale: 1 } });
    await client.api.managedEnvironments.beginCreateOrUpdate("rg", "slower", environmentOf(), client.poll);
    const environmentId = `${GROUP}/providers/Microsoft.App/managedEnvironments/slower`;
    await expect(putApp("web", appOf({ environmentId }))).rejects.toMatchObject({
      code: "ManagedEnvironmentNotProvisioned",
    });
    await expect(putApp("web", appOf({ environmentId: `${environmentId}-2` }))).rejects.toMatchObject({
      code: "ManagedEnvironmentNotFound",
    });
  });
});

describe("container apps", () => {
  it("have names of 2 to 32 lower-case letters, digits and single hyphens", async () => {
    for (const name of ["Web", "1web", "web-", "we--b", "w", "a".repeat(33)]) {
      await expect(putApp(name)).rejects.toMatchObject({ statusCode: 400, code: "ContainerAppInvalidName" });
    }
    expect((await putApp("a".repeat(32))).provisioningState).toBe("Succeeded");
  });

  it.each([
    [0.25, "0.5Gi"],
    [2, "4Gi"],
    [4, "8Gi"],
  ])("of %s cores and %s fit on Consumption", async (cpu, memory) => {
    expect((await putApp("web", sized(cpu, memory))).provisioningState).toBe("Succeeded");
  });

  it.each([
    [2, "64Gi", undefined],
    [0.3, "0.6Gi", undefined],
    [4.25, "8.5Gi", undefined],
    [1, "4Gi", undefined],
    [17, "32Gi", "big"],
    [2, "129Gi", "big"],
  ])("of %s cores and %s are more than the profile (%s) has", async (cpu, memory, profile) => {
    await expect(putApp("web", sized(cpu, memory, profile))).rejects.toMatchObject({
      statusCode: 400,
      code: "ContainerAppInvalidResourceTotal",
    });
  });

  it("of any size of a node go on a dedicated profile, which has to be there", async () => {
    expect((await putApp("web", sized(2, "64Gi", "big"))).workloadProfileName).toBe("big");
    await expect(putApp("web", sized(2, "4Gi", "huge"))).rejects.toMatchObject({ code: "WorkloadProfileNotFound" });
  });

  it("are named in the domain of their environment, and have a revision for each write", async () => {
    const configuration = { ingress: { external: false, targetPort: 80 } };
    const made = await putApp("web", appOf({ configuration }));
    expect(made.configuration?.ingress?.fqdn).toBe("web.internal.calm-1.westus2.azurecontainerapps.io");
    expect(made).toMatchObject({ runningStatus: "Running", latestReadyRevisionName: made.latestRevisionName });
    await putApp("web", appOf({ configuration }));
    const active: unknown[] = [];
    for await (const revision of client.api.containerAppsRevisions.listRevisions("rg", "web"))
      active.push(revision.active);
    expect(active).toEqual([false, true]);
  });

  it("are stopped, started and deleted", async () => {
    await putApp("web");
    await client.api.containerApps.beginStopAndWait("rg", "web", client.poll);
    expect((await client.api.containerApps.get("rg", "web")).runningStatus).toBe("Stopped");
    await client.api.containerApps.beginStartAndWait("rg", "web", client.poll);
    expect((await client.api.containerApps.get("rg", "web")).runningStatus).toBe("Running");
    await client.api.containerApps.beginDeleteAndWait("rg", "web", client.poll);
    await expect(client.api.containerApps.get("rg", "web")).rejects.toMatchObject({ statusCode: 404 });
  });

  it("whose container fails have a revision that says so", async () => {
    const containers = [{ name: "web", image: "mcr.example/web:1", command: ["sh", "-c", "exit 1"] }];
    const { latestRevisionName = "" } = await putApp("web", appOf({ template: { containers } }));
    const revision = await client.api.containerAppsRevisions.getRevision("rg", "web", latestRevisionName);
    expect(revision).toMatchObject({ active: true, healthState: "Unhealthy", runningState: "Failed" });
  });

  it("keep scale within its limits, and need an identity that is there", async () => {
    const containers = [{ name: "web", image: "mcr.example/web:1" }];
    const upsideDown = appOf({ template: { containers, scale: { minReplicas: 5, maxReplicas: 2 } } });
    await expect(putApp("web", upsideDown)).rejects.toMatchObject({ code: "ContainerAppInvalidScaleSpec" });
    const missing = { type: "UserAssigned" as const, userAssignedIdentities: { [`${IDENTITY}-2`]: {} } };
    await expect(putApp("web", appOf({ identity: missing }))).rejects.toMatchObject({
      code: "FailedIdentityOperation",
    });
  });

  it("have a principal of their own for as long as they are there", async () => {
    const { identity } = await putApp("web", appOf({ identity: { type: "SystemAssigned" } }));
    const principalId = identity?.principalId ?? "";
    expect(emulator.world.directory.byObjectId(principalId)).toMatchObject({ displayName: "web" });
    await client.api.containerApps.beginDeleteAndWait("rg", "web", client.poll);
    expect(emulator.world.directory.byObjectId(principalId)).toBeUndefined();
  });
});
