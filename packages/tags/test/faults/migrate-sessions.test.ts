import { systemClock } from "@azlin/core";
import { createEmulator } from "@azlin/emulator";
import { verifies, withTempHome } from "@azlin/testing";
import { readFile, stat, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { describe, expect, it } from "vitest";
import {
  applySessionMigration,
  planSessionMigration,
  readConfiguredSessions,
  TagManager,
  type ManagedVm,
  type MigrationReport,
} from "../../src/index.ts";
import { seedVm, tagsOf } from "../seeded-vm.ts";

const CONFIG = `# keep me\n[session_names]\nvm1 = "one"\nvm2 = "two"\ngone = "three"\n`;

async function migrate(tags: TagManager, configPath: string): Promise<MigrationReport> {
  const vms: ManagedVm[] = [];
  for await (const vm of tags.listManagedVms({ includeUnmanaged: true, source: "live" })) vms.push(vm);
  const plan = planSessionMigration({ configured: await readConfiguredSessions(configPath), vms });
  return applySessionMigration(plan, { tags, configPath, clock: systemClock });
}

describe("migrating sessions", () => {
  it("copies the configuration file first, goes on past a failure, and takes up the rest when run again", async () => {
    verifies("TAG-10");
    const emulator = createEmulator();
    const [vm1, vm2] = ["vm1", "vm2"].map((name) => seedVm(emulator, name));
    const tags = new TagManager({ transport: emulator.transport() });
    await withTempHome(async (home) => {
      const configPath = join(home, "config.toml");
      await writeFile(configPath, CONFIG);
      emulator.faults.set("denied", { match: { method: "PATCH", path: "*/vm1/*" }, effect: { status: 403 } });
      const first = await migrate(tags, configPath);
      expect(first).toMatchObject({
        migrated: [{ vm: "vm2", session: "two" }],
        skipped: [{ vm: "gone", session: "three", reason: "The VM does not exist." }],
        failed: [{ vm: "vm1", session: "one" }],
      });
      expect(await readFile(first.backup!, "utf8")).toBe(CONFIG);
      expect((await stat(first.backup!)).mode & 0o777).toBe(0o600);
      emulator.faults.clear();
      expect(await migrate(tags, configPath)).toMatchObject({ migrated: [{ vm: "vm1", session: "one" }], failed: [] });
      expect(tagsOf(emulator, vm1!)).toEqual({ "managed-by": "azlin", "azlin-session": "one" });
      expect(tagsOf(emulator, vm2!)).toEqual({ "managed-by": "azlin", "azlin-session": "two" });
      expect(await migrate(tags, configPath)).toMatchObject({ backup: null, migrated: [], failed: [] });
      expect(await readFile(configPath, "utf8")).toBe(CONFIG);
    });
  });

  it("writes no tag when the copy cannot be made", async () => {
    verifies("TAG-10");
    const emulator = createEmulator();
    const vm1 = seedVm(emulator, "vm1");
    const tags = new TagManager({ transport: emulator.transport() });
    const plan = planSessionMigration({
      configured: [{ vm: "vm1", session: "one" }],
      vms: [{ id: vm1, name: "vm1", session: null, resourceGroup: "rg1" } as ManagedVm],
    });
    await expect(
      applySessionMigration(plan, { tags, configPath: "/nowhere/config.toml", clock: systemClock }),
    ).rejects.toThrow("ENOENT");
    expect(tagsOf(emulator, vm1)).toEqual({});
  });
});
