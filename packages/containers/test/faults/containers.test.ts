import { recordingLogger } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { expect, it } from "vitest";
import {
  applyContainer,
  ContainerAppError,
  ContainerManager,
  deleteContainer,
  gatherContainerFacts,
  planContainer,
  readContainerStatus,
  resolveImageDigest,
  streamContainerLogs,
  type ContainerPlan,
  type ContainerRequest,
  type ContainersAzure,
} from "../../src/index.ts";
import {
  assignReader,
  azureOf,
  configOf,
  containerWorld,
  ENVIRONMENT,
  grantSecrets,
  IDENTITY,
  PUBLIC_ENVIRONMENT,
  requestOf,
  revokeSecrets,
  RULES,
  VAULT_URL,
} from "../support/container-world.ts";

const PLACE = { resourceGroup: "agents", name: "web-shop-agent" };
const SECRETS = { API_KEY: { vaultUrl: VAULT_URL, name: "api-key" } };
const SP = { clientId: "00000000-0000-4000-8000-00000000c11e" };

async function planned(azure: ContainersAzure, extra: Partial<ContainerRequest> = {}): Promise<ContainerPlan> {
  const request = requestOf(extra);
  return planContainer(request, await gatherContainerFacts(azure, request), RULES);
}

it("nothing is asked of Azure before the request is found to be right", async () => {
  verifies("CONT-01");
  const emulator = containerWorld();
  const transport = emulator.transport();
  const deploy = (config: Parameters<typeof configOf>[0], scenarioName = "web-shop", sp = SP): Promise<string> =>
    new ContainerManager(configOf(config), { transport }).deploy({ scenarioName }, sp);
  for (const [code, attempt] of [
    ["REGISTRY_NOT_ALLOWED", deploy({ image: "evil.example/azurecr.io/x" })],
    ["IMAGE_NOT_PINNED", deploy({ image: "agents.azurecr.io/x:latest" })],
    ["SIZE_TOO_LARGE", deploy({ size: { cpuCores: 2, memoryGib: 512 } })],
    ["SECRET_IN_PLAIN", deploy({ env: { PASSWORD: "hunter2" } })],
    ["SCENARIO_REQUIRED", deploy({}, "")],
    ["CLIENT_ID_REQUIRED", deploy({}, "web-shop", { clientId: " " })],
  ] as const) {
    await expect(attempt).rejects.toMatchObject({ name: "ValidationError", code });
  }
  expect(emulator.journal.total).toBe(0);
});

it("an environment without a network is refused with the way out, and nothing is written", async () => {
  verifies("CONT-02");
  const emulator = containerWorld();
  const manager = new ContainerManager(configOf({ environmentId: PUBLIC_ENVIRONMENT }), {
    transport: emulator.transport(),
  });
  const refusal = manager.deploy({ scenarioName: "web-shop" }, SP);
  await expect(refusal).rejects.toThrow(ContainerAppError);
  await expect(refusal).rejects.toMatchObject({ code: "ENVIRONMENT_WITHOUT_VNET", hint: expect.any(String) });
  expect(emulator.journal.since().filter(({ method }) => method !== "GET" && method !== "POST")).toEqual([]);
});

it("an environment of another subscription is refused: what runs in it would be there", async () => {
  const azure = azureOf(containerWorld());
  const environmentId = ENVIRONMENT.replace(/0001\/resourceGroups/, "0002/resourceGroups");
  await expect(planned(azure, { environmentId })).rejects.toMatchObject({ code: "ENVIRONMENT_IN_OTHER_SUBSCRIPTION" });
});

it("an identity that lost its access is found before anything is written, and by Azure when it loses it later", async () => {
  verifies("CONT-01");
  const emulator = containerWorld();
  const azure = azureOf(emulator);
  const plan = await planned(azure, { secrets: SECRETS, identityId: IDENTITY });
  revokeSecrets(emulator);
  await expect(planned(azure, { secrets: SECRETS, identityId: IDENTITY })).rejects.toMatchObject({
    code: "SECRETS_NOT_READABLE",
    hint: expect.stringContaining("Key Vault Secrets User"),
  });
  await expect(applyContainer(azure, plan)).rejects.toMatchObject({ name: "ProvisioningError" });
  expect(await readContainerStatus(azure, PLACE)).toMatchObject({ state: "failed", run: null });
});

it("what the caller may not look at is told as unknown, and does not stop the plan", async () => {
  const emulator = containerWorld();
  const effect = { status: 403, code: "AuthorizationFailed", message: "You may not." };
  emulator.faults.set("blind", { match: { path: "**/roleAssignments" }, effect });
  const plan = await planned(azureOf(emulator), { secrets: SECRETS, identityId: IDENTITY });
  expect(plan.warnings).toHaveLength(1);
});

it("a role that is on the last page of a list counts, too", async () => {
  const emulator = containerWorld();
  revokeSecrets(emulator);
  for (let index = 0; index < 1_100; index += 1) assignReader(emulator, index);
  const azure = azureOf(emulator);
  const plan = (): Promise<ContainerPlan> => planned(azure, { secrets: SECRETS, identityId: IDENTITY });
  await expect(plan()).rejects.toMatchObject({ code: "SECRETS_NOT_READABLE" });
  grantSecrets(emulator);
  expect((await plan()).warnings).toEqual([]);
});

it("a job that never ends runs until its time is over, and has failed then", async () => {
  verifies("CONT-04");
  const emulator = containerWorld({ clock: "virtual" });
  const azure = azureOf(emulator);
  await applyContainer(azure, await planned(azure, { command: ["sleep", "infinity"], timeoutSeconds: 600 }));
  expect((await readContainerStatus(azure, PLACE)).state).toBe("running");
  emulator.clock.advance(599_000);
  expect((await readContainerStatus(azure, PLACE)).state).toBe("running");
  emulator.clock.advance(1_000);
  expect(await readContainerStatus(azure, PLACE)).toMatchObject({ state: "failed", raw: "Failed" });
});

it("a delete waits for the operation that is under way", async () => {
  verifies("CONT-04");
  const emulator = containerWorld({ clock: "virtual" });
  const azure = azureOf(emulator);
  await applyContainer(azure, await planned(azure), { start: false });
  const effect = { status: 409, code: "ContainerAppOperationInProgress", message: "Busy." };
  emulator.faults.set("busy", { match: { method: "DELETE" }, times: 2, effect });
  emulator.clock.change({ rate: 50 });
  expect(await deleteContainer(azure, PLACE)).toBe(true);
  expect(emulator.journal.since().filter(({ method }) => method === "DELETE")).toHaveLength(3);
  expect(await deleteContainer(azure, PLACE)).toBe(false);
});

it("a conflict that does not go away is not waited for", async () => {
  const emulator = containerWorld();
  const azure = azureOf(emulator);
  await applyContainer(azure, await planned(azure), { start: false });
  emulator.faults.set("locked", {
    match: { method: "DELETE" },
    effect: { status: 409, code: "ScopeLocked", message: "x" },
  });
  await expect(deleteContainer(azure, PLACE)).rejects.toMatchObject({ code: "CONFLICT" });
  expect(emulator.journal.since().filter(({ method }) => method === "DELETE")).toHaveLength(1);
});

it("a start that may have got through is not sent twice", async () => {
  const emulator = containerWorld();
  const azure = azureOf(emulator);
  const plan = await planned(azure, { command: ["sleep", "infinity"] });
  emulator.faults.set("lost", {
    match: { method: "POST", path: "**/start" },
    effect: { status: 503, code: "x", message: "x" },
  });
  await expect(applyContainer(azure, plan)).rejects.toMatchObject({ code: "TRANSPORT_FAILED" });
  expect(emulator.journal.since().filter(({ path }) => path.endsWith("/start"))).toHaveLength(1);
});

it("an error is never a state: what cannot be read throws", async () => {
  verifies("CONT-04");
  const emulator = containerWorld();
  const manager = new ContainerManager(configOf(), { transport: emulator.transport(), clock: emulator.clock });
  await expect(manager.getStatus("")).rejects.toMatchObject({ name: "ValidationError", code: "NAME_REQUIRED" });
  await expect(manager.delete(" ")).rejects.toMatchObject({ name: "ValidationError", code: "NAME_REQUIRED" });
  await expect(manager.getStatus("absent")).rejects.toMatchObject({
    name: "ContainerAppError",
    code: "CONTAINER_NOT_FOUND",
  });
  const effect = { status: 403, code: "AuthorizationFailed", message: "You may not." };
  emulator.faults.set("refused", { match: { path: "**/Microsoft.App/**" }, effect });
  const refusal = manager.getStatus("web-shop-agent");
  await expect(refusal).rejects.toMatchObject({ name: "ContainerAppError", code: "PERMISSION_DENIED" });
  await expect(manager.delete("web-shop-agent")).rejects.toThrow(ContainerAppError);
});

it("a log is followed until what runs has ended, and no line comes twice", async () => {
  verifies("CONT-05");
  const emulator = containerWorld({ clock: "virtual" });
  const azure = azureOf(emulator);
  const script = "echo one; sleep 10; echo two; sleep 10; echo three";
  await applyContainer(azure, await planned(azure, { command: ["sh", "-c", script] }));
  emulator.clock.change({ rate: 50 });
  const lines: string[] = [];
  for await (const { text, time } of streamContainerLogs(azure, PLACE, { follow: true, intervalMs: 1_000 })) {
    expect(time).toMatch(/Z$/);
    lines.push(text);
  }
  expect(lines).toEqual(["one", "two", "three"]);
  const last: string[] = [];
  for await (const { text } of streamContainerLogs(azure, PLACE, { tailLines: 1 })) last.push(text);
  expect(last).toEqual(["three"]);
});

it("a log cannot be had of what is not there, has not run, or beyond what Azure keeps", async () => {
  const azure = azureOf(containerWorld());
  const read = async (options: Parameters<typeof streamContainerLogs>[2] = {}): Promise<void> => {
    for await (const line of streamContainerLogs(azure, PLACE, options)) expect(line).toBeUndefined();
  };
  await expect(read({ tailLines: 301 })).rejects.toMatchObject({ code: "INVALID_TAIL" });
  await expect(read()).rejects.toMatchObject({ code: "CONTAINER_NOT_FOUND" });
  await applyContainer(azure, await planned(azure));
  await expect(read({ execution: "other" })).rejects.toMatchObject({ code: "EXECUTION_NOT_FOUND" });
});

it("no token and no secret gets into a log, an error or a document", async () => {
  verifies("CONT-01");
  const emulator = containerWorld();
  const logger = recordingLogger();
  const transport = emulator.transport();
  const manager = new ContainerManager(configOf({ command: ["sh", "-c", "echo hi"] }), { transport, logger });
  const plan = await manager.plan({ scenarioName: "web-shop" }, SP);
  const id = await manager.deploy({ scenarioName: "web-shop" }, SP);
  const effect = { status: 500, code: "x", message: "broken" };
  emulator.faults.set("broken", { match: { host: "westus2.azurecontainerapps.dev" }, effect });
  const reading = manager.logs("web-shop-agent")[Symbol.asyncIterator]().next();
  const thrown = await reading.catch((error: unknown) => error);
  expect(thrown).toMatchObject({ code: "TRANSPORT_FAILED" });
  const logToken = JSON.stringify(emulator.world.store.get(id)?.internals["logToken"]).slice(1, -1);
  expect(logToken).toMatch(/^\w{32}\.\w{32}$/);
  const told = [plan, logger.records, thrown].map((one) => JSON.stringify(one)).join("") + String(thrown);
  expect(told).not.toContain(logToken);
  expect(told).not.toContain("hush");
  expect(JSON.stringify(emulator.world.store.get(id)?.body)).not.toContain("hush");
});

it("a tag is turned into the digest behind it, if the registry has it", async () => {
  verifies("CONT-05");
  const transport = containerWorld().transport();
  const image = await resolveImageDigest(transport, "agents.azurecr.io/team/agent:1.0");
  expect(image).toBe(`agents.azurecr.io/team/agent@sha256:${"c".repeat(64)}`);
  expect(await resolveImageDigest(transport, image)).toBe(image);
  const missing = resolveImageDigest(transport, "agents.azurecr.io/team/agent:2.0");
  await expect(missing).rejects.toMatchObject({ code: "IMAGE_NOT_FOUND" });
  await expect(resolveImageDigest(transport, "docker.io/nginx")).rejects.toMatchObject({
    code: "REGISTRY_NOT_SUPPORTED",
  });
});
