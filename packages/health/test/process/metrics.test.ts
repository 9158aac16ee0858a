import { AuthenticationError, ConflictError, TransportError } from "@azlin/core";
import type { ExecResult, RemoteCommand, RemoteShell } from "@azlin/ssh";
import { describe, expect, it } from "vitest";
import { fleetOf, monitorOf, vmsOf } from "../support/fleet.ts";
import { bannerPort } from "@azlin/testing";
import type { HealthMonitorOptions, VmHealth } from "../../src/index.ts";

type Answer = (command: RemoteCommand, signal: AbortSignal | undefined) => Promise<string> | string;

function shellOf(answer: Answer): RemoteShell {
  return {
    exec: async (_target, command, options = {}): Promise<ExecResult> => ({
      exitCode: 0,
      signal: null,
      stdout: await answer(command, options.signal),
      stderr: "",
      isTruncated: false,
      durationMs: 1,
    }),
  };
}

async function check(answer: Answer, options: Partial<HealthMonitorOptions> = {}): Promise<VmHealth> {
  const emulator = fleetOf(1);
  const monitor = monitorOf(emulator, { shell: shellOf(answer), timeouts: { metricsMs: 200 }, ...options });
  return monitor.checkVmHealth(vmsOf(emulator, await bannerPort())[0]!);
}

describe("metrics that cannot be read", () => {
  it("make a VM degraded whose guest hangs in the command, within their time", async () => {
    const { verdict, observation } = await check(() => new Promise<string>(() => {}));
    expect(verdict).toMatchObject({ status: "degraded", failures: 0 });
    expect(observation.metrics).toMatchObject({ metrics: null, error: { code: "TIMED_OUT" } });
    expect(observation.metrics!.durationMs).toBeLessThan(5_000);
  });

  it.each([
    ["healthy", new AuthenticationError("SSH_KEY_REFUSED", "No.")],
    ["healthy", new TransportError("SSH_CONNECTION_LOST", "Gone.")],
    ["degraded", new ConflictError("HOST_KEY_CHANGED", "Another key.")],
  ])("leave a VM %s after %o, with nothing made up", async (status, error) => {
    const { verdict, observation } = await check(() => {
      throw error;
    });
    expect(verdict.status).toBe(status);
    expect(observation.metrics).toMatchObject({ metrics: null, error: { code: error.code } });
  });

  it("are null where the VM prints something else", async () => {
    const { verdict, observation } = await check(() => "bash: head: command not found\n");
    expect(verdict.status).toBe("healthy");
    expect(observation.metrics).toMatchObject({
      metrics: { cpuPercent: null, memoryPercent: null, diskPercent: null, uptimeSeconds: null },
      error: null,
    });
  });

  it("are none without a shell", async () => {
    expect((await check(() => "", { shell: undefined })).observation.metrics).toBeNull();
  });
});

describe("a VM behind another host", () => {
  const jump = { vmId: "/subscriptions/s/jump", name: "jump", host: "127.0.0.1", port: 1, user: "azureuser" };
  const through = (answer: (vmId: string) => string): Promise<VmHealth> => {
    const emulator = fleetOf(1);
    const [vm] = vmsOf(emulator, 22);
    const shell = shellOf(() => answer(vm!.id));
    return monitorOf(emulator, { shell, ssh: { jump }, thresholds: { startupGraceMs: 0 } }).checkVmHealth({
      ...vm!,
      privateIp: "10.0.0.4",
    });
  };
  const fails = (vm: string, code: string): never => {
    throw new TransportError(code, "It does not work.", { details: { vm } });
  };

  it("answers when a command runs on it", async () => {
    expect((await through(() => "")).verdict.status).toBe("healthy");
  });

  it("fails when the host in between cannot reach it", async () => {
    const { verdict } = await through((vmId) => fails(vmId, "SSH_UNREACHABLE"));
    expect(verdict).toMatchObject({ status: "degraded", failures: 1 });
  });

  it("is unknown without a shell, instead of being tried where it cannot be", async () => {
    const emulator = fleetOf(1);
    const [vm] = vmsOf(emulator, 22);
    const monitor = monitorOf(emulator, { ssh: { jump } });
    expect(await monitor.checkSshConnectivity({ ...vm!, privateIp: "10.0.0.4" })).toMatchObject({
      state: "unknown",
      error: { code: "SHELL_REQUIRED" },
    });
  });

  it("is unknown when the host in between is what fails", async () => {
    const { verdict } = await through(() => fails(jump.vmId, "SSH_UNREACHABLE"));
    expect(verdict).toMatchObject({ status: "unknown", failures: 0 });
  });
});
