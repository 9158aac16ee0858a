import { beforeEach, describe, expect, it } from "vitest";
import { createEmulator, type Emulator } from "../../src/index.ts";
import { armCaller } from "../support/arm-caller.ts";
import {
  containerClient,
  ENVIRONMENT,
  GROUP,
  grant,
  IDENTITY,
  jobOf,
  putSecret,
  seedContainerWorld,
  type ContainerClient,
} from "../support/container-world.ts";

const SECRETS_USER = "4633458b-17de-408a-b874-0445c86b69e6";
const ACR_PULL = "7f951dda-4ed3-4680-a7ca-43fe172d538d";
const DIGEST = `sha256:${"a".repeat(64)}`;

describe("jobs of container apps", () => {
  let emulator: Emulator;
  let client: ContainerClient;

  const put = (name: string, job: ReturnType<typeof jobOf>) =>
    client.api.jobs.beginCreateOrUpdateAndWait("rg", name, job, client.poll);
  const start = async (name: string): Promise<string> =>
    (await client.api.jobs.beginStartAndWait("rg", name, client.poll)).name ?? "";
  const statusOf = async (name: string, execution: string) =>
    (await client.api.jobExecution("rg", name, execution)).status;

  beforeEach(() => {
    emulator = createEmulator({ seed: 1, clock: "virtual" });
    client = containerClient(emulator);
    seedContainerWorld(emulator);
  });

  it("are made, shown, listed, changed and deleted", async () => {
    const made = await put("agent", jobOf("true", { tags: { run: "1" } }));
    expect(made).toMatchObject({
      name: "agent",
      provisioningState: "Succeeded",
      workloadProfileName: "Consumption",
      environmentId: ENVIRONMENT,
      configuration: { triggerType: "Manual", manualTriggerConfig: { parallelism: 1, replicaCompletionCount: 1 } },
      template: { containers: [{ resources: { cpu: 0.5, memory: "1Gi" } }] },
    });
    expect((await client.api.jobs.get("rg", "AGENT")).id).toBe(made.id);
    const names: unknown[] = [];
    for await (const { name } of client.api.jobs.listByResourceGroup("rg")) names.push(name);
    expect(names).toEqual(["agent"]);
    await client.api.jobs.beginDeleteAndWait("rg", "agent", client.poll);
    await expect(client.api.jobs.get("rg", "agent")).rejects.toMatchObject({ statusCode: 404 });
  });

  it("run executions that end on the clock, well or not", async () => {
    await put("good", jobOf("echo hello; sleep 30; echo done"));
    await put("bad", jobOf("sleep 10; exit 3"));
    const [good, bad] = [await start("good"), await start("bad")];
    expect(await statusOf("good", good)).toBe("Running");
    emulator.clock.advance(10_000);
    expect(await statusOf("good", good)).toBe("Running");
    expect(await statusOf("bad", bad)).toBe("Failed");
    emulator.clock.advance(20_000);
    expect(await statusOf("good", good)).toBe("Succeeded");
  });

  it("fail what takes longer than the time-out of a replica, and try again as often as the limit says", async () => {
    const configuration = { triggerType: "Manual" as const, replicaTimeout: 60, replicaRetryLimit: 2 };
    await put("agent", jobOf("sleep infinity", { configuration }));
    const execution = await start("agent");
    emulator.clock.advance(179_000);
    expect(await statusOf("agent", execution)).toBe("Running");
    emulator.clock.advance(1_000);
    expect(await statusOf("agent", execution)).toBe("Failed");
  });

  it("stop executions, one and all", async () => {
    await put("agent", jobOf("sleep infinity"));
    const [one, two] = [await start("agent"), await start("agent")];
    await client.api.jobs.beginStopExecutionAndWait("rg", "agent", one, client.poll);
    expect([await statusOf("agent", one), await statusOf("agent", two)]).toEqual(["Stopped", "Running"]);
    await client.api.jobs.beginStopMultipleExecutionsAndWait("rg", "agent", client.poll);
    const statuses: unknown[] = [];
    for await (const { status } of client.api.jobsExecutions.list("rg", "agent")) statuses.push(status);
    expect(statuses).toEqual(["Stopped", "Stopped"]);
  });

  it("take another template for one execution", async () => {
    await put("agent", jobOf("exit 1"));
    const template = { containers: [{ name: "agent", image: "mcr.example/agent:1", command: ["true"] }] };
    const { name = "" } = await client.api.jobs.beginStartAndWait("rg", "agent", { ...client.poll, template });
    expect(await statusOf("agent", name)).toBe("Succeeded");
  });

  it("show what was written so far to who has the token of the job", async () => {
    await put("agent", jobOf("echo one; sleep 5; echo two"));
    const execution = await start("agent");
    const arm = armCaller(emulator, "2023-11-02-preview");
    const job = `${GROUP}/providers/Microsoft.App/jobs/agent`;
    const { body: replicas } = await arm("GET", `${job}/executions/${execution}/replicas`);
    const url = `${replicas.value[0].containers[0].logStreamEndpoint}?output=json`;
    const { body: token } = await arm("POST", `${job}/getAuthToken`);
    const read = async (authorization: string): Promise<[number, string]> => {
      const answer = await emulator.fetch(new Request(url, { headers: { authorization } }));
      return [answer.status, await answer.text()];
    };
    const [status, text] = await read(`Bearer ${token.properties.token}`);
    expect([status, JSON.parse(text)]).toMatchObject([200, { Log: "one" }]);
    emulator.clock.advance(5_000);
    expect((await read(`Bearer ${token.properties.token}`))[1].trim().split("\n")).toHaveLength(2);
    expect((await read("Bearer something"))[0]).toBe(401);
    emulator.clock.advance(3_600_000);
    expect((await read(`Bearer ${token.properties.token}`))[0]).toBe(401);
  });

  it("do one thing at a time", async () => {
    const doing = await client.api.jobs.beginCreateOrUpdate("rg", "agent", jobOf("true"), client.poll);
    emulator.faults.set("hang", { match: { method: "POST", path: "**/start" }, effect: { operationHangs: true } });
    await doing.pollUntilDone();
    await client.api.jobs.beginStart("rg", "agent", client.poll);
    await expect(client.api.jobs.beginDelete("rg", "agent", client.poll)).rejects.toMatchObject({
      statusCode: 409,
      code: "ContainerAppOperationInProgress",
    });
  });

  it("hide the values of secrets, tell them when asked, and refuse references to none", async () => {
    const configuration = {
      triggerType: "Manual" as const,
      replicaTimeout: 60,
      secrets: [{ name: "key", value: "hush" }],
    };
    const made = await put("agent", jobOf("true", { configuration }));
    expect(made.configuration?.secrets).toEqual([{ name: "key" }]);
    expect((await client.api.jobs.listSecrets("rg", "agent")).value).toEqual([{ name: "key", value: "hush" }]);
    const empty = { ...configuration, secrets: [{ name: "key" }] };
    await expect(put("agent", jobOf("true", { configuration: empty }))).rejects.toMatchObject({
      code: "ContainerAppSecretInvalid",
    });
    const container = { name: "agent", image: "mcr.example/a:1", env: [{ name: "KEY", secretRef: "other" }] };
    const lost = put("agent", jobOf("true", { configuration, template: { containers: [container] } }));
    await expect(lost).rejects.toMatchObject({ code: "ContainerAppSecretRefNotFound" });
  });

  it("fetch secrets from vaults as an identity of theirs, which has to be allowed to read them", async () => {
    const vault = `${GROUP}/providers/Microsoft.KeyVault/vaults/kv-one`;
    emulator.seed({ id: vault, body: { location: "westus2", properties: { enableRbacAuthorization: true } } });
    const keyVaultUrl = "https://kv-one.vault.azure.net/secrets/key";
    const configuration = {
      triggerType: "Manual" as const,
      replicaTimeout: 60,
      secrets: [{ name: "key", keyVaultUrl, identity: IDENTITY }],
    };
    await expect(put("agent", jobOf("true", { configuration }))).rejects.toMatchObject({
      code: "ContainerAppIdentityNotFound",
    });
    const identity = { type: "UserAssigned" as const, userAssignedIdentities: { [IDENTITY]: {} } };
    await expect(put("agent", jobOf("true", { configuration, identity }))).rejects.toMatchObject({
      message: expect.stringContaining("Forbidden"),
    });
    expect((await client.api.jobs.get("rg", "agent")).provisioningState).toBe("Failed");
    grant(emulator, SECRETS_USER, vault);
    await expect(put("agent", jobOf("true", { configuration, identity }))).rejects.toMatchObject({
      message: expect.stringContaining("SecretNotFound"),
    });
    putSecret(emulator, "kv-one", "key");
    const made = await put("agent", jobOf("true", { configuration, identity }));
    expect(made.provisioningState).toBe("Succeeded");
    expect(made.identity?.userAssignedIdentities?.[IDENTITY]?.principalId).toMatch(/a1$/);
  });

  it("pull images of registries here as an identity of theirs, and only those that are there", async () => {
    const registry = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/agents`;
    const images = { "team/agent": { "1.0": DIGEST } };
    emulator.seed({ id: registry, body: { location: "westus2", properties: { images } } });
    const identity = { type: "UserAssigned" as const, userAssignedIdentities: { [IDENTITY]: {} } };
    const pulling = (image: string) =>
      put(
        "agent",
        jobOf("true", {
          identity,
          configuration: {
            triggerType: "Manual",
            replicaTimeout: 60,
            registries: [{ server: "agents.azurecr.io", identity: IDENTITY }],
          },
          template: { containers: [{ name: "agent", image }] },
        }),
      );
    const unauthorized = pulling("agents.azurecr.io/team/agent:1.0");
    await expect(unauthorized).rejects.toMatchObject({ message: expect.stringContaining("UNAUTHORIZED") });
    grant(emulator, ACR_PULL, registry);
    const missing = pulling("agents.azurecr.io/team/agent:2.0");
    await expect(missing).rejects.toMatchObject({ message: expect.stringContaining("MANIFEST_UNKNOWN") });
    expect((await pulling(`agents.azurecr.io/team/agent@${DIGEST}`)).provisioningState).toBe("Succeeded");
  });
});
