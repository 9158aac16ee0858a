import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, processCli, type BuiltCli, type ProcessCli } from "./built-cli.ts";

let built: BuiltCli;
beforeAll(async () => {
  built = await buildCli();
}, 120_000);
afterAll(() => built.remove());

/** Every official Azure client names itself so where it is made. */
const AZURE_CLIENT = /azsdk-js-arm/g;

describe("the program", { timeout: 60_000 }, () => {
  it("loads next to nothing for --version", async () => {
    const cli = await processCli(built);
    const loaded = await scriptsRunBy(cli, "--version");
    expect(loaded.length).toBeLessThanOrEqual(2);
    expect(loaded.map(({ text }) => text).join("").length).toBeLessThan(10_000);
  });

  it.each(["--help", "list --help", "config get cloud", "completions bash"])(
    "makes no Azure client for %s",
    async (line) => {
      expect(await clientsMadeBy(await processCli(built), line)).toBe(0);
    },
  );

  it("notices when an Azure client is made", async () => {
    expect(await clientsMadeBy(await processCli(built), "--cloud local list")).toBeGreaterThan(0);
  });

  it("keeps compiled code for its next start, and does without when that is broken or cannot be kept", async () => {
    const cli = await processCli(built);
    const directory = join(cli.home, "cache", "code");
    const run = async (): Promise<string> => (await cli.run("config get cloud")).stdout;
    const expected = await run();
    const [name = ""] = await readdir(directory);
    const kept = await readFile(join(directory, name));
    expect(kept.length).toBeGreaterThan(10_000);
    await writeFile(join(directory, name), "[]\nnot what V8 wrote");
    expect(await run()).toBe(expected);
    expect((await readFile(join(directory, name))).length).toBeGreaterThan(10_000);
    await rm(join(cli.home, "cache"), { recursive: true });
    await writeFile(join(cli.home, "cache"), "a file where a directory should go");
    expect(await run()).toBe(expected);
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

/** A script that ran, and what V8 counted in it. */
interface ScriptRun {
  readonly text: string;
  readonly functions: readonly { readonly ranges: readonly Range[] }[];
}

interface Range {
  readonly startOffset: number;
  readonly endOffset: number;
  readonly count: number;
}

/** The program's files that a command line runs. */
async function scriptsRunBy(cli: ProcessCli, line: string): Promise<ScriptRun[]> {
  const coverage = join(cli.home, "coverage");
  await mkdir(coverage);
  await cli.run(line, { NODE_V8_COVERAGE: coverage });
  const runs: ScriptRun[] = [];
  for (const file of await readdir(coverage)) {
    const report = JSON.parse(await readFile(join(coverage, file), "utf8")) as Coverage;
    for (const { url, functions } of report.result) {
      const path = url.startsWith("file:") ? fileURLToPath(url) : url;
      if (path.startsWith("/")) runs.push({ text: await readFile(path, "latin1"), functions });
    }
  }
  return runs;
}

interface Coverage {
  readonly result: readonly (Pick<ScriptRun, "functions"> & { readonly url: string })[];
}

/** How many of the places in which an Azure client is made were reached. */
async function clientsMadeBy(cli: ProcessCli, line: string): Promise<number> {
  let made = 0;
  for (const { text, functions } of await scriptsRunBy(cli, line)) {
    const ranges = functions.flatMap((one) => one.ranges);
    // The loader puts a function around the file: its head shifts what V8 counts.
    const shift = Math.max(0, Math.max(...ranges.map(({ endOffset }) => endOffset)) - text.length - "\n})".length);
    for (const { index } of text.matchAll(AZURE_CLIENT)) {
      const around = ranges.filter((range) => range.startOffset <= index + shift && index + shift < range.endOffset);
      const sizeOf = (range: Range): number => range.endOffset - range.startOffset;
      const innermost = around.toSorted((a, b) => sizeOf(a) - sizeOf(b))[0];
      if (innermost !== undefined && innermost.count > 0) made += 1;
    }
  }
  return made;
}
