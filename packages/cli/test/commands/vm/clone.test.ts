import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { guestFleet } from "../../guest-fleet.ts";
import { seedVms, vmId } from "../../seed-vms.ts";
import { testCli } from "../../run-cli.ts";

describe("azlin clone", { timeout: 30_000 }, () => {
  it("makes a VM with the source's files, without its secrets, and with an identity of its own", async () => {
    verifies("V2-03");
    const { cli, on } = await guestFleet("dev");
    await on("dev", "echo work > notes.txt; mkdir -p .aws; echo key > .aws/credentials; echo TOKEN=1 > .env");
    const { stdout, stderr, exitCode } = await cli.run("clone dev --session-prefix copy");
    expect({ exitCode, stderr, stdout }).toMatchObject({ exitCode: 0 });
    expect(stdout).toContain("✓ dev-clone-1  session copy\n");
    expect(stdout).toContain("removed /home/azureuser/.env: ");
    expect(await on("copy", "hostname; cat notes.txt; ls -A . .aws")).toBe(
      await on("dev", "echo dev-clone-1; cat notes.txt; rm -rf .aws/* .env; ls -A . .aws"),
    );
    expect(await on("copy", "cat /etc/machine-id")).not.toBe(await on("dev", "cat /etc/machine-id"));
    const keys = (await readFile(join(cli.home, "known_hosts"), "utf8")).trim().split("\n");
    const ed25519 = keys.filter((line) => line.includes(" ssh-ed25519 ")).map((line) => line.split(" ")[2]);
    expect(new Set(ed25519).size).toBe(2);
  });

  it("leaves no snapshot behind", async () => {
    verifies("V2-03");
    const { cli } = await guestFleet("dev");
    const report = await cli.json("clone dev --num-replicas 2 --session-prefix w");
    expect(report).toMatchObject({
      results: [
        { vm: "dev-clone-1", session: "w-1", ok: true },
        { vm: "dev-clone-2", session: "w-2", ok: true },
      ],
      leftSnapshots: [],
    });
    expect(await cli.json("snapshot list")).toEqual([]);
  });

  it("prints with --dry-run what it would create and remove, and does nothing", async () => {
    const cli = await testCli();
    seedVms(cli.emulator, 1);
    const before = cli.emulator.world.store.size;
    const { plan } = (await cli.json("clone vm-1 --dry-run")) as { plan: { action: string; target: string }[] };
    expect(plan.map(({ action }) => action)).toEqual([
      "create",
      "create",
      "create",
      "create",
      "create",
      "create",
      "create",
      "delete",
    ]);
    expect(plan.at(-1)!.target).toBe(plan[0]!.target);
    expect(cli.emulator.world.store.size).toBe(before);
  });

  it("says that there is no such VM", async () => {
    const cli = await testCli();
    const { stderr, exitCode } = await cli.run("clone nobody");
    expect({ stderr, exitCode }).toMatchObject({ exitCode: 1, stderr: expect.stringContaining("'nobody'") });
  });

  it("names what is there when a copy cannot be reached, and ends with 5", async () => {
    verifies("V2-14");
    const cli = await testCli();
    seedVms(cli.emulator, 1);
    await cli.run(["tag", "add", vmId("vm-1"), "x=y"]);
    const { stdout, exitCode } = await cli.run("clone vm-1 -o json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({
      results: [{ vm: "vm-1-clone-1", ok: false, stage: "connect", error: { code: "LOCAL_GUEST_MISSING" } }],
      leftSnapshots: [],
    });
  });
});
