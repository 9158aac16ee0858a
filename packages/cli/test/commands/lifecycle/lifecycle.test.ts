import { chmod, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { expect, test } from "vitest";
import { guestFleet } from "../../guest-fleet.ts";
import { testCli, type TestCli } from "../../run-cli.ts";
import { seedVms } from "../../seed-vms.ts";

async function hookScript({ home }: TestCli): Promise<string> {
  const path = join(home, "hook.sh");
  await writeFile(path, `#!/bin/sh\necho "$AZLIN_EVENT_TYPE $AZLIN_VM_NAME $AZLIN_FAILURE_COUNT" >> ${home}/hooks\n`);
  await chmod(path, 0o755);
  return path;
}

async function hookLines({ home }: TestCli): Promise<readonly string[]> {
  const text = await readFile(join(home, "hooks"), "utf8").catch(() => "");
  return text.split("\n").filter(Boolean);
}

test("enable writes what it is told, disable keeps it, status shows it", async () => {
  verifies("LIFE-01", "LIFE-08");
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  const enabled = await cli.run("lifecycle enable vm-1 --interval 30 --restart-policy on-failure --ssh-threshold 5");
  expect(enabled).toMatchInlineSnapshot(`
    {
      "exitCode": 0,
      "stderr": "Start the daemon with 'azlin lifecycle daemon start'.
    ",
      "stdout": "✓ Monitoring VM 'vm-1'
      Enabled: Yes
      Policy: on-failure
      Check Interval: 30s
    ",
    }
  `);
  const settings = { check_interval_seconds: 30, restart_policy: "on-failure", ssh_failure_threshold: 5 };
  const text = await readFile(join(cli.home, "lifecycle-config.toml"), "utf8");
  for (const [key, value] of Object.entries(settings)) expect(text).toContain(`${key} = ${JSON.stringify(value)}`);
  expect((await cli.run("lifecycle disable vm-1")).stdout).toBe("✓ VM 'vm-1' is not monitored any more\n");
  expect((await cli.run("lifecycle status")).stdout).toMatchInlineSnapshot(`
    "VM    ENABLED  POLICY      INTERVAL  SSH FAILURES  LAST CHECK  HEALTH
    vm-1  no       on-failure  30s       N/A/5         N/A         N/A
    "
  `);
});

test("a dry run of enable, disable and hook writes nothing", async () => {
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  await cli.run("lifecycle enable vm-1 --dry-run");
  await expect(readFile(join(cli.home, "lifecycle-config.toml"), "utf8")).rejects.toMatchObject({ code: "ENOENT" });
  await cli.run("lifecycle enable vm-1");
  const before = await readFile(join(cli.home, "lifecycle-config.toml"), "utf8");
  expect(await cli.json("lifecycle disable vm-1 --dry-run")).toMatchObject({ plan: [{ action: "disable" }] });
  expect(await cli.json("lifecycle hook vm-1 on_stop /bin/true --dry-run")).toMatchObject({
    plan: [{ action: "set hook" }],
  });
  await expect(readFile(join(cli.home, "lifecycle-config.toml"), "utf8")).resolves.toBe(before);
});

test("a hook has to be an executable file", async () => {
  verifies("LIFE-05", "LIFE-08");
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  await cli.run("lifecycle enable vm-1");
  const refused = await cli.run("lifecycle hook vm-1 on_failure /nowhere.sh");
  expect(refused.exitCode).toBe(2);
  expect(refused.stderr).toContain("there is no such file");
  expect((await cli.run("lifecycle hook vm-1 on_monday /bin/true")).exitCode).toBe(2);
  expect((await cli.run("lifecycle hook vm-1 on_failure")).stderr).toContain("A script is missing, or --clear.");
  const script = await hookScript(cli);
  expect((await cli.run(`lifecycle hook vm-1 on_failure ${script}`)).stdout).toBe(
    "✓ Hook on_failure of VM 'vm-1': <home>/hook.sh\n",
  );
  expect((await cli.run("lifecycle hook vm-1 on_failure --clear")).stdout).toBe(
    "✓ Hook on_failure of VM 'vm-1' cleared\n",
  );
});

test("without a daemon health is N/A and nothing is explained", async () => {
  verifies("LIFE-08");
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  await cli.run("lifecycle enable vm-1");
  expect((await cli.run("list")).stdout).toContain("N/A");
  expect(await cli.json("list")).toMatchObject([{ health: null }]);
  expect((await cli.run("status --vm vm-1")).stdout).toContain("  Last Status: N/A\n");
  expect(await cli.run("lifecycle explain vm-1")).toMatchObject({ exitCode: 2 });
  expect(await cli.run("lifecycle daemon status")).toMatchObject({ stdout: "Running: No\n", exitCode: 0 });
  expect(await cli.run("lifecycle daemon stop")).toMatchObject({ stdout: "The lifecycle daemon is not running.\n" });
});

test("start, stop and kill fire their hooks without a daemon, and say what the user wants", async () => {
  verifies("LIFE-05");
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  await cli.run("tag add vm-1 managed-by=azlin");
  const script = await hookScript(cli);
  await cli.run("lifecycle enable vm-1");
  for (const event of ["on_start", "on_stop", "on_destroy"]) await cli.run(`lifecycle hook vm-1 ${event} ${script}`);
  await cli.run("stop vm-1");
  expect(await cli.json("list --all")).toMatchObject([{ tags: { "azlin-intent": "stopped" } }]);
  await cli.run("start vm-1");
  expect(await cli.json("list --all")).toMatchObject([{ tags: { "azlin-intent": "running" } }]);
  await cli.run("kill vm-1 --yes");
  expect(await hookLines(cli)).toStrictEqual(["on_stop vm-1 0", "on_start vm-1 0", "on_destroy vm-1 0"]);
  expect(await cli.json("lifecycle status")).toMatchObject([{ vm: "vm-1", config: { enabled: false } }]);
});

test("a hook that fails is told of and does not make the command fail", async () => {
  verifies("LIFE-05");
  const cli = await testCli();
  seedVms(cli.emulator, 1);
  await cli.run("lifecycle enable vm-1");
  await cli.run("lifecycle hook vm-1 on_stop /bin/false");
  const stopped = await cli.run("stop vm-1");
  expect(stopped.exitCode).toBe(0);
  expect(stopped.stderr).toContain("The hook on_stop (/bin/false) did not succeed: It ended with exit code 1.");
});

test("the daemon heals a real guest whose SSH server broke, and tells list, status and explain", async () => {
  verifies("LIFE-02", "LIFE-03", "LIFE-08", "LIFE-10");
  const { cli } = await guestFleet("dev");
  const script = await hookScript(cli);
  await cli.run("lifecycle enable dev --interval 1 --restart-policy on-failure --grace 0");
  for (const event of ["on_failure", "on_restart", "on_healthy"])
    await cli.run(`lifecycle hook dev ${event} ${script}`);
  expect((await cli.run("lifecycle daemon start")).stdout).toContain("✓ Started the lifecycle daemon\nRunning: Yes\n");
  const health = async (): Promise<unknown> => cli.json("list");
  await expect.poll(health).toMatchObject([{ health: { status: "healthy" } }]);
  expect((await cli.run("list")).stdout).toContain("Healthy ✓");
  const { id } = ((await cli.json("list")) as { id: string }[])[0]!;
  await cli.emulator.fetch(new Request(`http://127.0.0.1/_emulator/vms${id}/sshDown`, { method: "POST", body: "{}" }));
  await expect
    .poll(() => hookLines(cli), { timeout: 20_000 })
    .toStrictEqual(["on_failure dev 3", "on_restart dev 3", "on_healthy dev 0"]);
  const explained = await cli.run("lifecycle explain dev");
  expect(explained.stdout).toMatch(/ago: restart, done\. It is healed \(heal 1 of 3 in 30 min/);
  expect((await cli.run("status --vm dev")).stdout).toMatch(/Last 24 Hours: ·*[▁-█]+ {2}\(up \d/);
  expect((await cli.run("lifecycle daemon logs --tail 200")).stdout).toContain("healed a VM");
  expect((await cli.run("lifecycle daemon reload")).stdout).toContain("✓ Reloaded\nRunning: Yes\n");
  expect((await cli.run("lifecycle daemon start")).stderr).toContain("already running");
  expect((await cli.run("lifecycle daemon stop")).stdout).toBe("✓ Stopped the lifecycle daemon\n");
});

test("install writes a systemd unit of the user, for the Azure that was named", async () => {
  verifies("LIFE-10");
  const cli = await testCli();
  const env = { XDG_CONFIG_HOME: join(cli.home, "xdg") };
  expect((await cli.run("lifecycle daemon install", { env })).exitCode).toBe(2);
  const { stdout } = await cli.run("lifecycle daemon install --systemd --cloud local", { env });
  expect(stdout).toBe("✓ Wrote <home>/xdg/systemd/user/azlin-lifecycle.service\n");
  const unit = await readFile(join(env.XDG_CONFIG_HOME, "systemd/user/azlin-lifecycle.service"), "utf8");
  expect(unit).toContain('"lifecycle" "daemon" "start" "--foreground" "--cloud" "local"');
});
