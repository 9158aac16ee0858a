import { DeadlineError } from "@azlin/core";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import {
  cloneRepositoryCommand,
  loginsCommand,
  logsCommand,
  parseProcesses,
  parseUsage,
  processesCommand,
  updateOs,
  updateTools,
  usageCommand,
} from "../../src/index.ts";
import { answeringShell, localShell, result, target } from "../support/local-shell.ts";

const here = localShell(() => process.cwd());

describe("the processes of a VM", () => {
  it("are shown without those that we caused, but with the server that listens", () => {
    verifies("V2-08");
    const output = [
      "900",
      "850",
      "800",
      "",
      "USER PID %CPU COMMAND",
      "root 800 0.0 sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups",
      "root 850 0.0 \\_ sshd: azureuser@notty",
      "azureuser 900 0.0 ps aux --forest",
      "azureuser 901 9.0 node ps aux",
    ].join("\n");
    expect(parseProcesses(output)).toEqual([
      "USER PID %CPU COMMAND",
      "root 800 0.0 sshd: /usr/sbin/sshd -D [listener] 0 of 10-100 startups",
      "azureuser 901 9.0 node ps aux",
    ]);
  });

  it("come from a command that a shell understands", async () => {
    const { stdout, exitCode } = await here.exec(target(), processesCommand());
    const lines = parseProcesses(stdout);
    expect(exitCode).toBe(0);
    expect(lines[0]).toMatch(/PID/);
    expect(lines.some((line) => line.includes("ps aux"))).toBe(false);
    expect(loginsCommand()).toEqual(["w"]);
  });
});

describe("how busy a VM is", () => {
  const output = [
    "load 0.50 0.40 0.30 2/345 6789",
    "cpu  100 0 100 800 0 0 0 0 0 0",
    "cpu  150 0 150 890 10 0 0 0 0 0",
    "MemTotal:        1000 kB",
    "MemAvailable:     400 kB",
    "top 42.5 Web Content",
  ].join("\n");

  it("is read from two looks at the processors", () => {
    verifies("V2-08");
    expect(parseUsage(output)).toEqual({
      load: [0.5, 0.4, 0.3],
      cpuPercent: 50,
      memoryTotalBytes: 1_024_000,
      memoryUsedBytes: 614_400,
      topProcess: { name: "Web Content", cpuPercent: 42.5 },
      cpuTimes: { busy: 300, total: 1200 },
    });
  });

  it("is read from one look and an earlier one", () => {
    const one = "cpu  150 0 150 890 10 0 0 0 0 0\n";
    expect(parseUsage(one, { busy: 200, total: 1000 }).cpuPercent).toBe(50);
    expect(parseUsage(one).cpuPercent).toBeNull();
    expect(parseUsage(one, { busy: 900, total: 9000 }).cpuPercent).toBeNull();
  });

  it("is null where a VM says nothing, never 0", () => {
    expect(parseUsage("bash: nonsense")).toEqual({
      load: null,
      cpuPercent: null,
      memoryTotalBytes: null,
      memoryUsedBytes: null,
      topProcess: null,
      cpuTimes: null,
    });
  });

  it("comes from a command that a machine answers", async () => {
    const { stdout } = await here.exec(target(), usageCommand());
    const sample = parseUsage(stdout);
    expect(sample.load).toHaveLength(3);
    expect(sample.cpuPercent).toBeGreaterThanOrEqual(0);
    expect(sample.memoryUsedBytes).toBeGreaterThan(0);
    expect(sample.topProcess?.name).toMatch(/./);
  });
});

describe("updating a VM's tools", () => {
  it("tells for each whether it is updated, absent, failed or out of time, and goes on", async () => {
    verifies("V2-08");
    const shell = answeringShell((command) => {
      const script = command[2] ?? "";
      if (script.includes("command -v az")) return result("", 90);
      if (script.includes("command -v npm")) return result("", 1, "npm ERR! code\nnpm ERR! ENOSPC\n");
      if (script.includes("command -v rustup")) {
        throw new DeadlineError("TIMED_OUT", "Late.", { operation: "x", afterMs: 1 });
      }
      return result();
    });
    const seen: string[] = [];
    const updates = await updateTools(shell, target(), { onTool: ({ tool }) => seen.push(tool) });
    expect(updates.map(({ tool, status, detail }) => [tool, status, detail])).toEqual([
      ["apt", "updated", ""],
      ["az", "absent", ""],
      ["gh extensions", "updated", ""],
      ["npm packages", "failed", "npm ERR! ENOSPC"],
      ["rustup", "timed-out", "It had not ended after 300 s."],
      ["uv", "updated", ""],
    ]);
    expect(seen).toEqual(updates.map(({ tool }) => tool));
  });

  it("waits for another apt, and says whether a restart is needed", async () => {
    const shell = answeringShell((command) => result("", command[0] === "test" ? 1 : 0));
    expect(await updateOs(shell, target())).toMatchObject({ status: "updated", isRestartNeeded: false });
    expect(shell.calls[0]!.command[2]).toContain("DPkg::Lock::Timeout=600");
  });
});

describe("commands for a VM", () => {
  it("ask the journal with checked arguments", () => {
    verifies("V2-11");
    expect(logsCommand()).toEqual(["sudo", "journalctl", "--no-pager", "--lines=100"]);
    expect(
      logsCommand({ boot: true, kernel: true, service: "ssh@1.service", lines: 5, since: "1 hour ago", follow: true }),
    ).toEqual([
      "sudo",
      "journalctl",
      "--no-pager",
      "--boot",
      "--dmesg",
      "--unit=ssh@1.service",
      "--lines=5",
      "--since=1 hour ago",
      "--follow",
    ]);
  });

  it.each([{ service: "-x" }, { service: "a b" }, { since: "$(id)" }, { lines: 0 }, { lines: 1.5 }])(
    "refuse %j",
    (request) => {
      expect(() => logsCommand(request)).toThrow(expect.objectContaining({ code: "INVALID_LOGS_REQUEST" }));
    },
  );

  it("clone from GitHub only", () => {
    verifies("V2-01");
    expect(cloneRepositoryCommand("https://github.com/rysweet/azlin.git").slice(-2)).toEqual([
      "https://github.com/rysweet/azlin",
      "azlin",
    ]);
    for (const url of ["http://github.com/a/b", "https://github.com.evil/a/b", "https://github.com/a/..", "-x"]) {
      expect(() => cloneRepositoryCommand(url)).toThrow(expect.objectContaining({ code: "INVALID_REPOSITORY" }));
    }
  });
});
