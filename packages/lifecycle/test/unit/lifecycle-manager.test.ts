import { chmod, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { verifies } from "@azlin/testing";
import { describe, expect, onTestFinished, test } from "vitest";
import { DEFAULT_MONITORING, LifecycleManager, matchConfig, parseLifecycleConfig } from "../../src/index.ts";

const ID = "/subscriptions/s/resourceGroups/rg/providers/Microsoft.Compute/virtualMachines/dev";
const DEV = { id: ID, name: "dev" };

async function managerOf(text?: string): Promise<LifecycleManager> {
  const home = await mkdtemp(join(tmpdir(), "azlin-manager-"));
  onTestFinished(() => rm(home, { recursive: true, force: true }));
  const path = join(home, "lifecycle-config.toml");
  if (text !== undefined) await writeFile(path, text);
  return new LifecycleManager(path);
}

async function script(manager: LifecycleManager, mode: number = 0o755): Promise<string> {
  const path = join(manager.path, "..", "hook.sh");
  await writeFile(path, "#!/bin/sh\n");
  await chmod(path, mode);
  return path;
}

describe("LifecycleManager", () => {
  test("writes a VM under its id, in the spelling of the file, closed to others", async () => {
    verifies("LIFE-01");
    const manager = await managerOf();
    const config = await manager.enableMonitoring(DEV, { restartPolicy: "on-failure", checkIntervalSeconds: 30 });
    expect(config).toStrictEqual({ ...DEFAULT_MONITORING, restartPolicy: "on-failure", checkIntervalSeconds: 30 });
    await expect(readFile(manager.path, "utf8")).resolves.toBe(
      `[vms."${ID}"]\nenabled = true\ncheck_interval_seconds = 30\nrestart_policy = "on-failure"\n`,
    );
    expect((await stat(manager.path)).mode & 0o777).toBe(0o600);
  });

  test("has the defaults of the seed", async () => {
    verifies("LIFE-01");
    const manager = await managerOf();
    await expect(manager.enableMonitoring(DEV)).resolves.toMatchObject({
      enabled: true,
      checkIntervalSeconds: 60,
      restartPolicy: "never",
      sshFailureThreshold: 3,
      healthCheckTimeout: 30,
      hooks: {},
    });
  });

  test("disables a VM and keeps its settings and hooks for the next time", async () => {
    verifies("LIFE-01");
    const manager = await managerOf();
    const hook = await script(manager);
    await manager.enableMonitoring(DEV, { sshFailureThreshold: 5, hooks: { on_failure: hook } });
    await manager.disableMonitoring(DEV);
    const { config } = await manager.getMonitoringStatus(DEV);
    expect(config).toMatchObject({ enabled: false, sshFailureThreshold: 5, hooks: { on_failure: hook } });
    await expect(manager.enableMonitoring(DEV)).resolves.toMatchObject({ enabled: true, sshFailureThreshold: 5 });
  });

  test("edits an entry by name where the file has one, and leaves the rest as it is", async () => {
    const manager = await managerOf('# mine\n[vms.dev] # by name\nenabled = false\n\n[daemon]\nlog_level = "DEBUG"\n');
    await manager.updateConfig(DEV, { enabled: true, hooks: { on_stop: "" } });
    await expect(readFile(manager.path, "utf8")).resolves.toBe(
      '# mine\n[vms.dev] # by name\nenabled = true\n\n[daemon]\nlog_level = "DEBUG"\n',
    );
  });

  test("sets and clears hooks one by one", async () => {
    verifies("LIFE-01", "LIFE-05");
    const manager = await managerOf();
    const hook = await script(manager);
    await manager.enableMonitoring(DEV, { hooks: { on_failure: hook, on_stop: hook } });
    await expect(manager.updateConfig(DEV, { hooks: { on_failure: "" } })).resolves.toMatchObject({
      hooks: { on_stop: hook },
    });
    await expect(
      manager.updateConfig(DEV, { hooks: { on_start: await script(manager, 0o644) } }),
    ).rejects.toMatchObject({ code: "INVALID_HOOK" });
  });

  test("a field that is wrong is named, and nothing is written", async () => {
    verifies("LIFE-01");
    const manager = await managerOf();
    await expect(manager.enableMonitoring(DEV, { checkIntervalSeconds: 0 })).rejects.toMatchObject({
      code: "INVALID_LIFECYCLE_CONFIG",
      details: { problems: [expect.stringContaining("check_interval_seconds")] },
    });
    await expect(stat(manager.path)).rejects.toMatchObject({ code: "ENOENT" });
  });

  test("a VM that the file does not know cannot be disabled", async () => {
    verifies("LIFE-01");
    const manager = await managerOf();
    await expect(manager.disableMonitoring(DEV)).rejects.toMatchObject({ code: "VM_NOT_MONITORED" });
    await expect(manager.getMonitoringStatus(DEV)).resolves.toMatchObject({ config: null });
  });

  test("a file that others can write is not read, as it names programs to run", async () => {
    const manager = await managerOf("[vms.dev]\n");
    await chmod(manager.path, 0o622);
    await expect(manager.read()).rejects.toMatchObject({ code: "FILE_NOT_PRIVATE" });
  });

  test("a broken file is an error and stays as it is", async () => {
    const manager = await managerOf("[vms\n");
    await expect(manager.enableMonitoring(DEV)).rejects.toMatchObject({ code: "INVALID_CONFIG" });
    await expect(readFile(manager.path, "utf8")).resolves.toBe("[vms\n");
  });
});

describe("parseLifecycleConfig", () => {
  test("reads the template of the seed: empty hooks are none", () => {
    verifies("LIFE-01");
    const hooks = { on_start: "/bin/true", on_stop: "", on_failure: "" };
    const { vms, daemon } = parseLifecycleConfig(
      { vms: { "my-vm": { enabled: true, hooks } }, daemon: { log_level: "INFO", pid_file: "~/x.pid" } },
      "the file",
    );
    expect(vms.get("my-vm")?.hooks).toStrictEqual({ on_start: "/bin/true" });
    expect(daemon).toMatchObject({ logLevel: "info", pidFile: "~/x.pid" });
  });

  test.each([
    ["an unknown field", { vms: { x: { intervall: 3 } } }, "vms.x"],
    ["an unknown policy", { vms: { x: { restart_policy: "sometimes" } } }, "vms.x.restart_policy"],
    ["an unknown hook", { vms: { x: { hooks: { on_monday: "/x" } } } }, "vms.x.hooks"],
    ["a text for a number", { vms: { x: { ssh_failure_threshold: "3" } } }, "vms.x.ssh_failure_threshold"],
    ["a table that is none", { vms: 3 }, "vms"],
  ])("refuses %s", (_what, table, field) => {
    verifies("LIFE-01");
    expect(() => parseLifecycleConfig(table, "the file")).toThrow(field);
  });
});

describe("matchConfig", () => {
  const other = { id: ID.replace("rg", "other"), name: "dev" };
  const config = (...keys: string[]): ReturnType<typeof parseLifecycleConfig> =>
    parseLifecycleConfig({ vms: Object.fromEntries(keys.map((key) => [key, {}])) }, "the file");

  test("takes a name that is unique, whatever its case, and an id before a name", () => {
    expect(matchConfig(config("DEV"), [DEV]).vms.map(({ vm }) => vm)).toStrictEqual([DEV]);
    const both = parseLifecycleConfig({ vms: { [ID.toUpperCase()]: { enabled: false }, dev: {} } }, "the file");
    expect(matchConfig(both, [DEV])).toStrictEqual({ vms: [], problems: [] });
  });

  test("a name of several VMs is a problem, and means none of them", () => {
    const { vms, problems } = matchConfig(config("dev", "gone"), [DEV, other]);
    expect(vms).toStrictEqual([]);
    expect(problems.map(({ problem }) => problem.split(":")[0])).toStrictEqual([
      "Several VMs are called 'dev'",
      "There is no VM 'gone'.",
    ]);
  });
});
