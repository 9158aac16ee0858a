import { expect, it } from "vitest";
import { testCli } from "../../run-cli.ts";
import { seedVms, tagsOf, vmId } from "../../seed-vms.ts";

it("adds, lists and removes tags, and leaves the others", async () => {
  const cli = await testCli();
  cli.emulator.seed({ fleet: { vms: 1, tags: { "managed-by": "azlin", CostCenter: "42" } } });
  expect((await cli.run("tag add vm-1 team=core tier=a=b")).exitCode).toBe(0);
  expect(await cli.run("tag list vm-1")).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "",
      "stdout": "KEY         VALUE
    CostCenter  42
    managed-by  azlin
    team        core
    tier        a=b
    ",
    }
  `);
  expect(await cli.json("tag remove vm-1 TIER team absent")).toEqual({
    vm: "vm-1",
    id: vmId("vm-1"),
    tags: { CostCenter: "42", "managed-by": "azlin" },
  });
});

it.each(["tag add vm-1 azlin-session=stolen", "tag add vm-1 Azlin-Session=stolen", "tag remove vm-1 managed-by"])(
  "does not touch tags that azlin keeps: %s",
  async (line) => {
    const cli = await testCli();
    seedVms(cli.emulator, 1);
    const before = tagsOf(cli.emulator, vmId("vm-1"));
    const { stderr, exitCode } = await cli.run(line);
    expect(exitCode).toBe(2);
    expect(stderr).toContain("azlin keeps the tag");
    expect(tagsOf(cli.emulator, vmId("vm-1"))).toEqual(before);
  },
);

it.each(["tag add vm-1 novalue", "tag add vm-1 =x", "tag add vm-1 a?b=c", `tag add vm-1 a=${"x".repeat(257)}`])(
  "refuses %s before it asks Azure",
  async (line) => {
    const cli = await testCli();
    expect((await cli.run(line)).exitCode).toBe(2);
    expect(cli.emulator.journal.total).toBe(0);
  },
);

it("changes nothing with --dry-run", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  expect(await cli.json("tag add vm-1 a=b --dry-run")).toMatchObject({ plan: [{ reason: "'a' is to be 'b'." }] });
  expect(await cli.json("tag remove vm-1 a --dry-run")).toMatchObject({ plan: [{ reason: "'a' is to go." }] });
  expect(tagsOf(cli.emulator, vmId("vm-1"))).not.toHaveProperty("a");
});
