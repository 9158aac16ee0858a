import { createEmulator, type Emulator } from "@azlin/emulator";
import { verifies, withTempHome } from "@azlin/testing";
import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { beforeEach, describe, expect, it } from "vitest";
import { SessionResolver, TagManager } from "../../src/index.ts";
import { seedVm } from "../seeded-vm.ts";

const CONFIG = `# mine\ndefault_region = "westus2"\n\n[session_names]\nvm1 = "from-config" # old\nvm2 = "only-config"\n`;

describe("resolving a session", () => {
  let emulator: Emulator;
  let tags: TagManager;

  beforeEach(() => {
    emulator = createEmulator();
    tags = new TagManager({ transport: emulator.transport() });
  });

  async function withConfig(
    text: string,
    run: (resolver: SessionResolver, path: string) => Promise<void>,
  ): Promise<void> {
    await withTempHome(async (home) => {
      const configPath = join(home, "config.toml");
      await writeFile(configPath, text);
      await run(new SessionResolver({ tags, configPath }), configPath);
    });
  }

  it("takes what the caller insists on, then the tag, then the configuration file", async () => {
    verifies("TAG-06");
    const vm1 = seedVm(emulator, "vm1", { tags: { "azlin-session": "from-tag" } });
    const vm2 = seedVm(emulator, "vm2");
    const vm3 = seedVm(emulator, "vm3");
    await withConfig(CONFIG, async (resolver) => {
      expect(await resolver.resolveSession(vm1, { override: "mine" })).toMatchObject({
        session: "mine",
        source: "override",
      });
      expect(await resolver.resolveSession(vm1)).toEqual({ session: "from-tag", source: "tag", warnings: [] });
      expect(await resolver.resolveSession(vm2)).toEqual({ session: "only-config", source: "config", warnings: [] });
      expect(await resolver.resolveSession(vm3)).toEqual({ session: null, source: null, warnings: [] });
    });
  });

  it("falls back to the configuration file with the text of the specification when reading is refused", async () => {
    verifies("TAG-06", "TAG-07");
    const vm1 = seedVm(emulator, "vm1", { tags: { "azlin-session": "from-tag" } });
    emulator.faults.set("denied", {
      effect: { status: 403, code: "AuthorizationFailed" },
      match: { host: "management" },
    });
    await withConfig(CONFIG, async (resolver) => {
      expect(await resolver.resolveSession(vm1)).toEqual({
        session: "from-config",
        source: "config",
        warnings: [
          "Unable to read VM tags. Check Azure permissions.\nRequired: Microsoft.Compute/virtualMachines/read\n\n" +
            "Falling back to local config file for session resolution.",
        ],
      });
      expect(await resolver.resolveVm("only-config")).toMatchObject({ vmName: "vm2", source: "config" });
    });
  });

  it("passes the refusal on when the configuration file cannot help", async () => {
    verifies("TAG-07");
    const vm9 = seedVm(emulator, "vm9");
    emulator.faults.set("denied", { effect: { status: 403 }, match: { host: "management" } });
    await withConfig(CONFIG, async (resolver) => {
      await expect(resolver.resolveSession(vm9)).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
      await expect(resolver.resolveVm("nobody")).rejects.toMatchObject({ code: "PERMISSION_DENIED" });
    });
  });

  it("finds the VM of a session by its tag, else by the configuration file", async () => {
    verifies("TAG-06");
    const vm1 = seedVm(emulator, "vm1", { tags: { "managed-by": "azlin", "azlin-session": "from-tag" } });
    await withConfig(CONFIG, async (resolver) => {
      expect(await resolver.resolveVm("from-tag")).toMatchObject({ source: "tag", vm: { id: vm1 }, vmName: "vm1" });
      expect(await resolver.resolveVm("only-config")).toEqual({ source: "config", vmName: "vm2", warnings: [] });
      expect(await resolver.resolveVm("nobody")).toBeUndefined();
    });
  });

  it("refuses a broken configuration file and leaves it as it is", async () => {
    const vm2 = seedVm(emulator, "vm2");
    for (const broken of ["[session_names\nvm1 = ", "session_names = 3", "[session_names]\nvm1 = 3"]) {
      await withConfig(broken, async (resolver, path) => {
        await expect(resolver.resolveSession(vm2)).rejects.toMatchObject({ code: "INVALID_CONFIG" });
        expect(await readFile(path, "utf8")).toBe(broken);
      });
    }
  });
});
