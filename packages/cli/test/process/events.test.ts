import { readFile, stat, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { verifies } from "@azlin/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, processCli, type BuiltCli } from "./built-cli.ts";

let built: BuiltCli;
beforeAll(async () => {
  built = await buildCli();
}, 120_000);
afterAll(() => built.remove());

const AT = "--cloud local --namespace haymaker";
const MIB = 2 ** 20;

describe("the program as it is published", { timeout: 60_000 }, () => {
  it("sets up a namespace on the local Azure, publishes, tails and counts", async () => {
    verifies("BUS-07");
    const cli = await processCli(built);
    expect((await cli.run("--cloud local events setup --namespace haymaker")).code).toBe(0);
    const path = join(cli.home, "events.jsonl");
    await writeFile(path, [1, 2].map((n) => JSON.stringify({ event_type: "odd", run_id: "run-1", n })).join("\n"));
    expect(await cli.run(`events publish ${path} ${AT}`)).toMatchObject({
      code: 0,
      stdout: "Published 2 of 2 events to agent-logs.\n",
      stderr: "",
    });
    const tailed = await cli.run(`events tail ${AT} -o json`);
    expect(JSON.parse(tailed.stdout)).toMatchObject([{ body: { n: 1 } }, { body: { n: 2 } }]);
    expect((await cli.run(`events stats ${AT}`)).stdout).toMatch(/^waiting +odd +2/m);
    expect(await cli.run(`events dlq list ${AT}`)).toMatchObject({ code: 0, stdout: "There are no dead letters.\n" });
  });

  it("follows events until Ctrl-C, and then ends at once and without complaint", async () => {
    verifies("BUS-07");
    const cli = await processCli(built);
    await cli.run("--cloud local events setup --namespace haymaker");
    const path = join(cli.home, "events.jsonl");
    await writeFile(path, JSON.stringify({ event_type: "odd", run_id: "run-1", n: 1 }));
    const following = cli.start(`events tail --follow ${AT}`);
    const printed: string[] = [];
    following.child.stdout!.on("data", (text) => printed.push(String(text)));
    await cli.run(`events publish ${path} ${AT}`);
    await expect.poll(() => printed.join(""), { timeout: 20_000 }).toContain("odd  run-1");
    following.child.kill("SIGINT");
    expect(await following.ended).toMatchObject({ code: 0, stderr: "" });
  });

  it("has the event bus in a file of its own, which other commands do not load", async () => {
    const folder = dirname(built.entry);
    const [program, bus] = await Promise.all(
      ["run-process.cjs", "load-event-bus.js"].map((name) => readFile(join(folder, name), "utf8")),
    );
    // What the client of Service Bus calls itself on the wire.
    expect(program).not.toContain("azsdk-js-azureservicebus");
    expect(bus).toContain("EventBusClient");
    expect((await stat(join(folder, "run-process.cjs"))).size).toBeLessThan(3.5 * MIB);
  });
});
