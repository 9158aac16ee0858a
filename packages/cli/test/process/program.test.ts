import { mkdir, readdir, readFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, processCli, type BuiltCli, type ProcessCli } from "./built-cli.ts";

let built: BuiltCli;
beforeAll(async () => {
  built = await buildCli();
}, 120_000);
afterAll(() => built.remove());

/** Every official Azure client names itself so in its user agent. */
const AZURE_CLIENT = /azsdk-js-arm/;

describe("the program", { timeout: 60_000 }, () => {
  it("loads next to nothing for --version", async () => {
    const cli = await processCli(built);
    const loaded = await filesLoadedBy(cli, "--version");
    expect(loaded.length).toBeLessThanOrEqual(3);
    expect(loaded.join("").length).toBeLessThan(10_000);
  });

  it.each(["--help", "list --help", "config get cloud", "completions bash"])(
    "loads no Azure client for %s",
    async (line) => {
      const loaded = await filesLoadedBy(await processCli(built), line);
      expect(loaded.filter((text) => AZURE_CLIENT.test(text))).toEqual([]);
    },
  );

  it("notices when an Azure client is loaded", async () => {
    const loaded = await filesLoadedBy(await processCli(built), "--cloud local list");
    expect(loaded.some((text) => AZURE_CLIENT.test(text))).toBe(true);
  });

  it("ends with 130 at Ctrl-C and says what exists", async () => {
    const cli = await processCli(built);
    await cli.run("local start");
    await cli.run("local fault set slow --method PUT --path */virtualMachines/dev --delay-ms 1500");
    const creating = cli.start("--cloud local new --name dev --rg work");
    await expect
      .poll(async () => (await cli.run("local fault list -o csv")).stdout, { timeout: 30_000 })
      .toMatch(/,1\n$/);
    creating.child.kill("SIGINT");
    const { code, stderr } = await creating.ended;
    expect(code).toBe(130);
    expect(stderr).toContain("Error: Cancelled by user.");
    expect(stderr).toContain("dev-nic");
    expect(stderr).not.toMatch(/^\s+at /m);
  });

  it("ends quietly when the reader of its output goes away", async () => {
    const cli = await processCli(built);
    const { child, ended } = cli.start("--help");
    child.stdout!.destroy();
    expect((await ended).stderr).toBe("");
  });
});

/** Texts of the program's files that a command line loads, as V8's coverage tells. */
async function filesLoadedBy(cli: ProcessCli, line: string): Promise<string[]> {
  const coverage = join(cli.home, "coverage");
  await mkdir(coverage);
  await cli.run(line, { NODE_V8_COVERAGE: coverage });
  const urls = new Set<string>();
  for (const file of await readdir(coverage)) {
    const { result } = JSON.parse(await readFile(join(coverage, file), "utf8")) as { result: { url: string }[] };
    for (const { url } of result) if (url.startsWith("file:")) urls.add(url);
  }
  return Promise.all([...urls].map((url) => readFile(fileURLToPath(url), "utf8")));
}
