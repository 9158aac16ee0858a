import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";
import { seedVms, vmId } from "../../seed-vms.ts";

it("says that there are no VMs", async () => {
  const cli = await testCli();
  expect(await cli.run("list")).toEqual({ stdout: "", stderr: "No VMs found.\n", exitCode: 0 });
});

it("lists VMs as a table, sorted by session, with those that have none last", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 3, 2);
  await cli.run("session vm-3 alpha");
  await cli.run("session vm-2 beta");
  expect(await cli.run("list")).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "Total: 3 VMs
    ",
      "stdout": "SESSION NAME  VM NAME  STATUS   IP        REGION   SIZE             RESOURCE GROUP  HEALTH
    alpha         vm-3     running  20.0.0.2  westus2  Standard_D2s_v5  fleet-01        N/A
    beta          vm-2     running  20.0.0.1  westus2  Standard_D2s_v5  fleet-02        N/A
    -             vm-1     running  20.0.0.0  westus2  Standard_D2s_v5  fleet-01        N/A
    ",
    }
  `);
});

it("prints one JSON document in the contracted shape", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  const [vm] = (await cli.json("list")) as Record<string, unknown>[];
  expect(Object.keys(vm!)).toEqual(
    "id name resourceGroup subscriptionId location size session owner created powerState provisioningState publicIp privateIp health tags".split(
      " ",
    ),
  );
  expect(vm).toMatchObject({ id: vmId("vm-1"), session: null, powerState: "running", health: null });
});

it("prints CSV with empty fields for what is unknown", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  const { stdout } = await cli.run("list -o csv");
  expect(stdout).toBe(
    "SESSION NAME,VM NAME,STATUS,IP,REGION,SIZE,RESOURCE GROUP,HEALTH\n,vm-1,running,20.0.0.0,westus2,Standard_D2s_v5,fleet-01,N/A\n",
  );
});

it("narrows to a resource group in any spelling", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 4, 2);
  const vms = (await cli.json("list --rg FLEET-02")) as { name: string }[];
  expect(vms.map(({ name }) => name)).toEqual(["vm-2", "vm-4"]);
});

it("filters by tag and says how many it does not show", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 3);
  await cli.run("tag add vm-2 team=core");
  const { stdout, stderr } = await cli.run("list --tag TEAM=core -o csv");
  expect(stdout.split("\n")).toHaveLength(3);
  expect(stderr).toBe("Total: 1 VM\n2 VMs without these tags not shown.\n");
  expect((await cli.run("list --tag team=CORE")).stdout).toBe("");
});

it("shows VMs that azlin does not manage only with --all", async () => {
  const cli = await testCli();
  cli.emulator.seed({ fleet: { vms: 1, prefix: "foreign", tags: { owner: "somebody" } } });
  seedVms(cli.emulator, 1);
  expect(await cli.json("list")).toHaveLength(1);
  expect(await cli.json("list --all")).toHaveLength(2);
});

it("shows what it knows when addresses cannot be read", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  cli.emulator.faults.set("graph", {
    match: { path: "*ResourceGraph*" },
    effect: { status: 403, code: "AuthorizationFailed", message: "No." },
  });
  const { stdout, stderr, exitCode } = await cli.run("list -o json");
  expect(exitCode).toBe(0);
  expect(JSON.parse(stdout)).toMatchObject([{ name: "vm-1", publicIp: null, powerState: "running" }]);
  expect(stderr).toContain("Warning: The VMs' addresses could not be read");
});

it("is an error, and no empty list, when VMs cannot be read", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  cli.emulator.faults.set("compute", {
    match: { path: "*Microsoft.Compute/virtualMachines*" },
    effect: { status: 403, code: "AuthorizationFailed", message: "No." },
  });
  const { stdout, exitCode } = await cli.run("list -o json");
  expect(exitCode).toBe(3);
  expect(JSON.parse(stdout)).toMatchObject({ error: { code: "PERMISSION_DENIED" } });
});

it("does not let a tag write to the terminal", async () => {
  const cli = await testCli();
  cli.emulator.seed({ fleet: { vms: 1, tags: { "managed-by": "azlin", "azlin-session": "a\u001B[2Jb" } } });
  expect((await cli.run("list")).stdout).toContain(String.raw`a\x1b[2Jb`);
});
