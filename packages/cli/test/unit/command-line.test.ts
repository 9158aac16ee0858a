import { describe, expect, it } from "vitest";
import { InterruptedError } from "../../src/interrupted-error.ts";
import { locateCommand } from "../../src/locate-command.ts";
import { presentation } from "../../src/presentation.ts";
import { testCli } from "../run-cli.ts";
import { seedVms } from "../seed-vms.ts";

describe("a command line", () => {
  it.each([
    ["--cloud local list", "list"],
    ["-o json local --rg list fault set x", "local fault set"],
    ["list --cloud local", "list"],
    ["create --name x", "new"],
    ["local", "local"],
    ["", ""],
  ])("'%s' is about '%s'", (line, path) => {
    expect(locateCommand(line.split(" ").filter(Boolean)).path).toBe(path);
  });

  it("keeps what stands after -- as it is", () => {
    expect(locateCommand(["session", "vm", "--", "--clear"]).rest).toEqual(["vm", "--", "--clear"]);
  });

  it.each([
    ["list --foo", "Unknown option '--foo'."],
    ["list extra", "Too many arguments."],
    ["session", "Missing required argument 'vm'."],
    ["list -o xml", "Option '-o, --output <FORMAT>' argument 'xml' is invalid."],
    ["list --timeout soon", "It is not a number."],
    ["list --timeout -1", "It is less than 0."],
    ["lsit", "No such command 'lsit'."],
    ["local frob", "No such command 'local frob'."],
    ["config", "A command is missing."],
    ["list --dry-run", "The option --dry-run does nothing with 'azlin list'."],
    ["version --rg x", "The option --resource-group does nothing with 'azlin version'."],
    ["local start --subscription x", "The option --subscription does nothing with 'azlin local start'."],
  ])("'%s' is refused with exit code 2 and the usage", async (line, message) => {
    const { stdout, stderr, exitCode } = await (await testCli()).run(line);
    expect({ stdout, exitCode }).toEqual({ stdout: "", exitCode: 2 });
    expect(stderr).toContain(message.replace("Too many arguments.", "Too many arguments"));
    expect(stderr).toContain("Usage: azlin ");
  });

  it("tells usage errors as JSON when that was asked for, wherever it stands", async () => {
    const cli = await testCli();
    for (const line of ["-o json list --foo", "list --foo --output=json", "list --foo -ojson"]) {
      const { stdout, exitCode } = await cli.run(line);
      expect(exitCode).toBe(2);
      expect(JSON.parse(stdout)).toMatchObject({
        error: { code: "USAGE", details: { usage: "Usage: azlin list [options]" } },
      });
    }
  });

  it("is read for how to show things even when it is not understood", () => {
    expect(presentation(["x", "-qv", "--no-color"])).toEqual({ format: "table", verbose: true, color: false });
    expect(presentation(["x", "--", "-o", "json", "-v"])).toMatchObject({ format: "table", verbose: false });
    expect(presentation(["-o", "json", "-o", "csv"])).toMatchObject({ format: "csv" });
  });
});

describe("an error", () => {
  it("has no stack trace without --verbose, and one with it", async () => {
    const cli = await testCli();
    const failing = "session nobody";
    expect((await cli.run(failing)).stderr).toBe(
      "Error: VM or session 'nobody' not found.\n'azlin list' shows the VMs that exist.\n",
    );
    expect((await cli.run(`${failing} --verbose`)).stderr).toMatch(/\n\s+at /);
  });

  it("of signing in ends with 3", async () => {
    const cli = await testCli();
    cli.emulator.faults.set("signed-out", {
      match: { path: "/subscriptions*" },
      effect: { status: 401, code: "ExpiredAuthenticationToken", message: "Expired." },
    });
    expect(await cli.run("list")).toMatchObject({ exitCode: 3, stdout: "" });
  });

  it("of a lost answer ends with 1", async () => {
    const cli = await testCli();
    seedVms(cli.emulator, 1);
    cli.emulator.faults.set("broken", {
      match: { path: "*virtualMachines*" },
      effect: { status: 200, body: "{ nonsense", headers: { "content-type": "application/json" } },
    });
    const { stdout, exitCode } = await cli.run("list -o json");
    expect(exitCode).toBe(1);
    expect(JSON.parse(stdout)).toMatchObject({ error: { code: "TRANSPORT_FAILED" } });
  });
});

describe("the end of a command", () => {
  it("comes at Ctrl-C, with exit code 130", async () => {
    const cli = await testCli();
    cli.emulator.faults.set("slow", { match: {}, effect: { delayMs: 30_000 } });
    const interrupt = new AbortController();
    const running = cli.run("list", { signal: interrupt.signal });
    await expect.poll(() => cli.emulator.faults.list()[0]?.hits, { timeout: 10_000 }).toBeGreaterThan(0);
    interrupt.abort(new InterruptedError());
    expect(await running).toEqual({ stdout: "", stderr: "Error: Cancelled by user.\n", exitCode: 130 });
  });

  it("comes when --timeout has passed", async () => {
    const cli = await testCli();
    cli.emulator.faults.set("slow", { match: {}, effect: { delayMs: 30_000 } });
    const { stderr, exitCode } = await cli.run("list --timeout 0.2");
    expect(exitCode).toBe(1);
    expect(stderr).toContain("did not end within 0.2 s");
  });

  it("comes at Ctrl-C in a question", async () => {
    const cli = await testCli();
    seedVms(cli.emulator, 1);
    const interrupt = new AbortController();
    interrupt.abort(new InterruptedError());
    expect((await cli.run("kill vm-1", { types: "y\n", signal: interrupt.signal })).exitCode).toBe(130);
    expect(cli.emulator.world.store.size).toBeGreaterThan(0);
  });
});

describe("--quiet", () => {
  it("leaves the notes out, and the data in", async () => {
    const cli = await testCli();
    seedVms(cli.emulator, 1);
    const { stdout, stderr } = await cli.run("list -q");
    expect(stderr).toBe("");
    expect(stdout).toContain("vm-1");
  });
});

describe("--verbose", () => {
  it("logs what happens on stderr only", async () => {
    const cli = await testCli();
    const { stderr, stdout } = await cli.run("new --name dev --rg work --no-wait -v -o json");
    expect(stderr).toContain("debug provision step");
    expect(JSON.parse(stdout)).toMatchObject({ summary: { succeeded: 1 } });
  });
});
