import { execFile, spawnSync } from "node:child_process";
import { mkdtemp, mkdir, readFile, readdir, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { verifies } from "@azlin/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import { parse } from "yaml";
import { cloudInit, parseLedger } from "../../src/index.ts";

const run = promisify(execFile);

interface Config {
  readonly write_files: readonly { path: string; content: string }[];
}

describe("the scripts that set a VM up", () => {
  let root: string;

  beforeEach(async () => {
    root = await mkdtemp(join(tmpdir(), "azlin-provision-"));
  });
  afterEach(() => rm(root, { recursive: true, force: true }));

  async function writeFiles(text: string, only: RegExp): Promise<void> {
    for (const { path, content } of (parse(text) as Config).write_files) {
      if (!only.test(path)) continue;
      await mkdir(join(root, path, ".."), { recursive: true });
      await writeFile(join(root, path), content, { mode: 0o755 });
    }
  }

  async function section(name: string, script: string, limit = 60): Promise<void> {
    const folder = join(root, "usr/local/lib/azlin/sections");
    await mkdir(folder, { recursive: true });
    await writeFile(join(folder, `${name}.sh`), `#!/bin/bash\n# time-limit: ${limit}\n${script}\n`);
  }

  function provision(): { status: number | null } {
    const env = { PATH: process.env["PATH"], AZLIN_PREFIX: root };
    return spawnSync("bash", [join(root, "usr/local/lib/azlin/provision.sh")], { env });
  }

  async function ledger(): Promise<ReturnType<typeof parseLedger>> {
    return parseLedger(await readFile(join(root, "var/lib/azlin/provisioning.tsv"), "utf8"));
  }

  it("are all understood by bash", async () => {
    verifies("V2-02");
    await writeFiles(cloudInit({ extra: "#!/bin/sh\ntrue\n" }), /\.sh$/);
    const scripts = (await readdir(root, { recursive: true })).filter((name) => name.endsWith(".sh"));
    expect(scripts.length).toBeGreaterThan(13);
    for (const script of scripts) await run("bash", ["-n", join(root, script)]);
  });

  it("go on after a section that fails, exits, hangs or breaks its shell, and say so", async () => {
    verifies("V2-02");
    await writeFiles(cloudInit({ tools: [] }), /provision\.sh$|\/user$/);
    await section("01-good", "echo fine");
    await section("02-bad", "echo first >&2\necho 'no\tsuch host' >&2\nexit 7");
    await section("03-hung", "echo waiting\nsleep 60", 1);
    await section("04-gone", "kill -9 $$");
    await section("05-last", 'test "$AZLIN_USER" = azureuser\ncat');
    expect(provision().status).toBe(1);
    expect(await ledger()).toEqual([
      { section: "good", result: "ok", exitCode: 0, seconds: expect.any(Number), detail: "" },
      { section: "bad", result: "failed", exitCode: 7, seconds: expect.any(Number), detail: "nosuch host" },
      {
        section: "hung",
        result: "failed",
        exitCode: 124,
        seconds: expect.any(Number),
        detail: "timed out after 1 s: waiting",
      },
      expect.objectContaining({ section: "gone", result: "failed", exitCode: 137 }),
      expect.objectContaining({ section: "last", result: "ok" }),
    ]);
  });

  it("end with 0 when everything succeeded, and leave no half ledger", async () => {
    await writeFiles(cloudInit({ tools: [] }), /provision\.sh$|\/user$/);
    await section("01-good", "true");
    expect(provision().status).toBe(0);
    expect(provision().status).toBe(0);
    expect(await ledger()).toHaveLength(1);
    expect((await readdir(join(root, "var/lib/azlin"))).toSorted()).toEqual(["log", "provisioning.tsv"]);
  });

  it("run a person's script by its own interpreter", async () => {
    const extra = `#!/bin/sh\nprintf '%s' "h\u00e9 $0" >"$AZLIN_PREFIX/proof"\n`;
    await writeFiles(cloudInit({ tools: [], extra }), /provision\.sh$|\/user$|sections/);
    expect(provision().status).toBe(0);
    expect(await readFile(join(root, "proof"), "utf8")).toMatch(/^h\u00e9 \//);
  });
});
