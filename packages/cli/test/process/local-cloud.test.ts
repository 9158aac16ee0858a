import { readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { buildCli, processCli, type BuiltCli, type ProcessCli } from "./built-cli.ts";

let built: BuiltCli;
beforeAll(async () => {
  built = await buildCli();
}, 120_000);
afterAll(() => built.remove());

const TIMEOUT = { timeout: 60_000 };

describe("the local Azure of a home", TIMEOUT, () => {
  it("is one process, however many start it at the same moment", async () => {
    const cli = await processCli(built);
    const runs = await Promise.all(Array.from({ length: 4 }, () => cli.run("local start -o json")));
    const pids = runs.map(({ stdout }) => (JSON.parse(stdout) as { pid: number }).pid);
    expect(runs.map(({ code }) => code)).toEqual([0, 0, 0, 0]);
    expect(new Set(pids).size).toBe(1);
  });

  it("is started by the first command that needs it, which says so once", async () => {
    const cli = await processCli(built);
    const first = await Promise.all([
      cli.run("--cloud local list -o json"),
      cli.run("list -o json", { AZLIN_CLOUD: "local" }),
    ]);
    expect(first.map(({ stdout }) => stdout)).toEqual(["[]\n", "[]\n"]);
    expect(first.map(({ stderr }) => stderr).join("")).toMatch(/^(?!.*Started.*Started).*Started a local Azure at/s);
    expect((await cli.run("--cloud local list")).stderr).toBe("No VMs found.\n");
  });

  it("is there again after it was stopped, with its state and its certificate", async () => {
    const cli = await processCli(built);
    await cli.run("local seed --vms 2");
    await cli.run("--cloud local session vm-1 dev");
    const certificate = await readFile(join(cli.home, "local", "certificate.json"), "utf8");
    expect((await cli.run("local stop")).stdout).toContain("Stopped local Azure");
    expect(await cli.server()).toBeUndefined();
    const { stdout } = await cli.run("--cloud local list -o json");
    expect(JSON.parse(stdout)).toMatchObject([
      { name: "vm-1", session: "dev", publicIp: "20.0.0.0" },
      { name: "vm-2", publicIp: "20.0.0.1" },
    ]);
    expect(await readFile(join(cli.home, "local", "certificate.json"), "utf8")).toBe(certificate);
  });

  it("forgets everything when it is ephemeral", async () => {
    const cli = await processCli(built);
    await cli.run("local start --ephemeral");
    await cli.run("local seed --vms 2");
    await cli.run("local stop");
    expect((await cli.run("--cloud local list -o json")).stdout).toBe("[]\n");
  });

  it("saves by itself, and is started anew when it was killed", async () => {
    const cli = await processCli(built);
    await cli.run("local seed --vms 3");
    await expect.poll(() => savedVms(cli), { timeout: 10_000 }).toBe(3);
    const killed = (await cli.server())!;
    process.kill(killed.pid, "SIGKILL");
    const { stdout, stderr } = await cli.run("--cloud local list -o json");
    expect(JSON.parse(stdout)).toHaveLength(3);
    expect(stderr).toContain("Started a local Azure");
    expect((await cli.server())!.pid).not.toBe(killed.pid);
  });

  it("is not taken for running when its port or pid belongs to somebody else", async () => {
    const cli = await processCli(built);
    await cli.run("local start");
    const server = (await cli.server())!;
    const record = join(cli.home, "local", "server.json");
    await writeFile(record, JSON.stringify({ ...server, instance: "another", pid: process.pid }));
    expect((await cli.run("local status -o json")).stdout).toContain('"running": false');
    await writeFile(record, JSON.stringify(server));
    expect((await cli.run("local status -o json")).stdout).toContain('"running": true');
  });

  it("saves and ends when it is told to by a signal", async () => {
    const cli = await processCli(built);
    await cli.run("local seed --vms 1");
    process.kill((await cli.server())!.pid, "SIGTERM");
    await expect.poll(() => cli.server(), { timeout: 10_000 }).toBeUndefined();
    expect(await savedVms(cli)).toBe(1);
  });

  it("serves in the foreground until Ctrl-C, then saves", async () => {
    const cli = await processCli(built);
    const foreground = cli.start("local start --foreground");
    await expect.poll(foreground.said, { timeout: 10_000 }).toContain("listens at http://127.0.0.1:");
    await cli.run("local seed --vms 1");
    foreground.child.kill("SIGINT");
    const { code, stdout } = await foreground.ended;
    expect(code).toBe(0);
    expect(stdout).toContain("Ended local Azure");
    expect(await savedVms(cli)).toBe(1);
  });

  it("says why it did not start", async () => {
    const cli = await processCli(built);
    await cli.run("local start --ephemeral");
    await cli.run("local stop");
    await writeFile(join(cli.home, "local", "state.json"), "{");
    const { stdout, code } = await cli.run("--cloud local list -o json");
    expect(code).toBe(2);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "LOCAL_STATE_BROKEN" } });
  });
});

async function savedVms({ home }: ProcessCli): Promise<number> {
  const text = await readFile(join(home, "local", "state.json"), "utf8").catch(() => '{"resources":[]}');
  const { resources } = JSON.parse(text) as { resources: { body: { type: string } }[] };
  return resources.filter(({ body }) => body.type === "Microsoft.Compute/virtualMachines").length;
}
