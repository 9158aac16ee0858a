import type { Emulator } from "@azlin/emulator";
import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { testCli, type TestCli } from "../../run-cli.ts";

const GROUP = "/subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/agents";
const ENVIRONMENT = `${GROUP}/providers/Microsoft.App/managedEnvironments/env`;
const IDENTITY = `${GROUP}/providers/Microsoft.ManagedIdentity/userAssignedIdentities/reader`;
const VAULT = `${GROUP}/providers/Microsoft.KeyVault/vaults/agents-kv`;
const REGISTRY = `${GROUP}/providers/Microsoft.ContainerRegistry/registries/agents`;
const PRINCIPAL = "00000000-0000-4000-8000-0000000000d1";
const DIGEST = `sha256:${"e".repeat(64)}`;
const OPTIONS = ["--environment", ENVIRONMENT, "--identity", IDENTITY, "--registry", "agents.azurecr.io"];
const IMAGE = ["--image", `agents.azurecr.io/team/agent@${DIGEST}`];
const SECRET = ["--secret", "API_KEY=https://agents-kv.vault.azure.net/secrets/api-key"];

function seedContainers(emulator: Emulator): void {
  const seed = (id: string, properties: object): void =>
    emulator.seed({ id, body: { location: "westus2", properties } });
  const grant = (role: string, scope: string): void => {
    const roleDefinitionId = `/providers/Microsoft.Authorization/roleDefinitions/${role}`;
    const id = `${scope}/providers/Microsoft.Authorization/roleAssignments/${role}`;
    emulator.seed({ id, body: { properties: { principalId: PRINCIPAL, roleDefinitionId, scope } } });
  };
  seed(GROUP, { provisioningState: "Succeeded" });
  seed(IDENTITY, { principalId: PRINCIPAL, clientId: PRINCIPAL });
  seed(VAULT, { vaultUri: "https://agents-kv.vault.azure.net/", enableRbacAuthorization: true });
  const version = { version: "0".repeat(32), value: "hush", enabled: true, created: 0, updated: 0 };
  emulator.world.secrets.put("agents-kv", { name: "api-key", versions: [version] });
  seed(REGISTRY, { images: { "team/agent": { "1.0": DIGEST } } });
  seed(ENVIRONMENT, {
    provisioningState: "Succeeded",
    vnetConfiguration: { infrastructureSubnetId: `${GROUP}/providers/x/virtualNetworks/n/subnets/s`, internal: true },
    workloadProfiles: [{ name: "Consumption", workloadProfileType: "Consumption" }],
  });
  grant("4633458b-17de-408a-b874-0445c86b69e6", VAULT);
  grant("7f951dda-4ed3-4680-a7ca-43fe172d538d", REGISTRY);
}

async function cliWithContainers(): Promise<TestCli> {
  const cli = await testCli();
  seedContainers(cli.emulator);
  return cli;
}

const deploy = (...more: string[]): string[] => ["containers", "deploy", "web-shop", ...OPTIONS, ...IMAGE, ...more];

test("plan shows what would be deployed, and changes nothing", async () => {
  verifies("CONT-01", "CONT-03");
  const cli = await cliWithContainers();
  const words = ["containers", "plan", "web-shop", ...OPTIONS, ...IMAGE, ...SECRET, "--env", "LEVEL=debug"];
  expect(await cli.run(words)).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "",
      "stdout": "web-shop-agent (job)
      image    agents.azurecr.io/team/agent@sha256:eeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeeee
      size     2 cores, 4 GiB
      profile  Consumption (Consumption)
      in       /subscriptions/00000000-0000-4000-8000-000000000001/resourceGroups/agents/providers/Microsoft.App/managedEnvironments/env
    Variables:
      LEVEL=debug
      API_KEY (secret)
    Secrets:
      from https://agents-kv.vault.azure.net/secrets/api-key
    Steps:
      create job
      start job
    ",
    }
  `);
  expect(cli.emulator.journal.since().filter(({ method }) => method === "PUT")).toEqual([]);
});

test("deploy makes a job and starts it; status, logs and delete know it by its name", async () => {
  verifies("CONT-04", "CONT-05");
  const cli = await cliWithContainers();
  const deployed = await cli.run(deploy(...SECRET, "--", "sh", "-c", "echo hello; echo bye"));
  expect(deployed).toMatchObject({
    exitCode: 0,
    stdout: expect.stringMatching(/^Deployed web-shop-agent \(job\), started web-shop-agent-\w{7}\.\n$/),
  });
  expect(await cli.json("containers status web-shop-agent --rg agents")).toMatchObject({
    name: "web-shop-agent",
    kind: "job",
    state: "succeeded",
    raw: "Succeeded",
  });
  expect(await cli.run("containers logs web-shop-agent --rg agents")).toMatchObject({ stdout: "hello\nbye\n" });
  expect(await cli.run("containers logs web-shop-agent --rg agents --follow --tail 1")).toMatchObject({
    stdout: "bye\n",
  });
  const dry = await cli.run(`containers delete ${GROUP}/providers/Microsoft.App/jobs/web-shop-agent --dry-run`);
  expect(dry.stdout).toContain("delete job");
  expect((await cli.run("containers delete web-shop-agent --rg agents")).exitCode).toBe(2);
  const gone = await cli.run("containers delete web-shop-agent --rg agents --yes");
  expect(gone).toMatchObject({ exitCode: 0, stdout: "Deleted web-shop-agent.\n" });
  expect(await cli.json("containers delete web-shop-agent --rg agents --yes")).toEqual({
    name: "web-shop-agent",
    deleted: false,
  });
});

test("deploy --dry-run tells the steps, and deploys nothing", async () => {
  const cli = await cliWithContainers();
  const { stdout } = await cli.run(deploy("--dry-run", "-o", "json"));
  expect(JSON.parse(stdout)).toMatchObject({ plan: [{ action: "create job" }, { action: "start job" }] });
  expect(JSON.parse((await cli.run(deploy("--dry-run", "--no-start", "-o", "json"))).stdout)).toMatchObject({
    plan: [{ action: "create job" }],
  });
  expect(await cli.run("containers status web-shop-agent --rg agents")).toMatchObject({ exitCode: 1 });
});

test("deploy looks the digest of a tag up when it is told to", async () => {
  verifies("CONT-05");
  const cli = await cliWithContainers();
  const tagged = ["containers", "plan", "web-shop", ...OPTIONS, "--image", "agents.azurecr.io/team/agent:1.0"];
  expect((await cli.run(tagged)).stderr).toContain("names a tag");
  const plan = JSON.parse((await cli.run([...tagged, "--resolve-digest", "-o", "json"])).stdout) as { image: string };
  expect(plan.image).toBe(`agents.azurecr.io/team/agent@${DIGEST}`);
});

test("deploy as an app scales as it is told", async () => {
  verifies("CONT-05");
  const cli = await cliWithContainers();
  const words = deploy("--kind", "app", "--min-replicas", "2", "--max-replicas", "3", "--cpu", "1", "--memory", "2");
  expect(await cli.run(words)).toMatchObject({ exitCode: 0, stdout: "Deployed web-shop-agent (app).\n" });
  const app = cli.emulator.world.store.get(`${GROUP}/providers/Microsoft.App/containerApps/web-shop-agent`);
  expect(app?.body.properties).toMatchObject({ template: { scale: { minReplicas: 2, maxReplicas: 3 } } });
});

test.each([
  ["REGISTRY_NOT_ALLOWED", ["--image", "evil.example/azurecr.io/x"]],
  ["NO_WORKLOAD_PROFILE", ["--memory", "64"]],
  ["SIZE_TOO_SMALL", ["--preset", "seed-strict", "--cpu", "1"]],
  ["SECRET_IN_PLAIN", ["--env", "API_KEY=hunter2"]],
  ["INVALID_VARIABLE", ["--env", "nothing"]],
  ["INVALID_SECRET", ["--secret", "KEY=plain"]],
  ["ENVIRONMENT_NOT_FOUND", ["--environment", `${ENVIRONMENT}-2`]],
  ["ONLY_FOR_APPS", ["--min-replicas", "1"]],
])("deploy refuses with %s and exit code 2", async (code, more) => {
  verifies("CONT-01", "CONT-03");
  const cli = await cliWithContainers();
  const { stdout, exitCode } = await cli.run(deploy(...more, "-o", "json"));
  expect([exitCode, JSON.parse(stdout)]).toMatchObject([2, { error: { code, hint: expect.any(String) } }]);
  expect(stdout).not.toContain("hunter2");
});

test("a name without a resource group, and a deployment without an image, are not guessed", async () => {
  const cli = await cliWithContainers();
  expect(await cli.json("containers status web-shop-agent")).toMatchObject({
    error: { code: "RESOURCE_GROUP_REQUIRED" },
  });
  const { stdout } = await cli.run(["containers", "plan", "web-shop", ...OPTIONS, "-o", "json"]);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: "OPTION_REQUIRED" } });
});
