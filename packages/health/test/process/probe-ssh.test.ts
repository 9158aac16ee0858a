import type { Socket } from "node:net";
import { systemClock } from "@azlin/core";
import { bannerPort, closedPort, tcpServer, verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { HealthMonitor, type HealthMonitorOptions, type MonitoredVm, type SshReading } from "../../src/index.ts";
import { VM_ID } from "../support/observations.ts";
import { fleetOf, monitorOf } from "../support/fleet.ts";

const vmAt = (port: number, change: Partial<MonitoredVm> = {}): MonitoredVm => ({
  id: VM_ID,
  name: "vm1",
  tags: { "azlin-ssh-port": String(port) },
  publicIp: "127.0.0.1",
  privateIp: null,
  ...change,
});

const monitor = (sshMs: number, options: Partial<HealthMonitorOptions> = {}): HealthMonitor =>
  monitorOf(fleetOf(0), { timeouts: { sshMs }, ...options });

const probe = (port: number, sshMs = 2_000): Promise<SshReading> => monitor(sshMs).checkSshConnectivity(vmAt(port));

/** Says one piece after the other. */
async function drip(socket: Socket, pieces: Iterable<string>, waitMs: number): Promise<void> {
  for (const piece of pieces) {
    await systemClock.delay(waitMs);
    socket.write(piece);
  }
}

describe("an SSH probe", () => {
  it("takes a banner for an SSH server", async () => {
    verifies("LIFE-02");
    expect(await probe(await bannerPort())).toMatchObject({ state: "open", banner: "SSH-2.0-OpenSSH_9.6p1 Ubuntu-3" });
  });

  it("does not take a port that accepts and says nothing for one", async () => {
    verifies("LIFE-02");
    const reading = await probe(await tcpServer(() => {}), 300);
    expect(reading).toMatchObject({ state: "mute", banner: null });
    expect(reading.durationMs).toBeGreaterThanOrEqual(290);
    expect(reading.durationMs).toBeLessThan(5_000);
  });

  it("tells a port that refuses", async () => {
    expect(await probe(await closedPort())).toMatchObject({ state: "refused", error: null });
  });

  it("tells a server that hangs up without a word", async () => {
    expect(await probe(await tcpServer((socket) => socket.destroy()))).toMatchObject({ state: "closed" });
  });

  it("waits for a banner that comes late, and in pieces after other lines", async () => {
    const pieces = ["Welcome", " to vm1\r\nSS", "H-2.0-", "slow", "\r", "\n"];
    const port = await tcpServer((socket) => void drip(socket, pieces, 40));
    expect(await probe(port)).toMatchObject({ state: "open", banner: "SSH-2.0-slow" });
  });

  it("does not wait longer than its time for a banner that drips", async () => {
    const port = await tcpServer((socket) => void drip(socket, "SSH-2.0-very_slow_indeed_and_slower_still", 50));
    expect(await probe(port, 300)).toMatchObject({ state: "not-ssh" });
  });

  it.each([
    ["an HTTP server", "HTTP/1.1 400 Bad Request\r\n\r\n"],
    ["bytes without end", "\0".repeat(20_000)],
    ["a banner with bytes that no banner has", "SSH-2.0-\u0007bell\r\n"],
    ["a banner that never ends", `SSH-2.0-${"x".repeat(2_000)}`],
    ["nothing but the begin of a banner", "SSH-\r\n"],
  ])("does not take %s for an SSH server", async (_what, text) => {
    expect(await probe(await tcpServer((socket) => socket.end(text)))).toMatchObject({
      state: "not-ssh",
      banner: null,
    });
  });

  it.each([
    ["VM_HAS_NO_ADDRESS", { publicIp: null }],
    ["INVALID_SSH_PORT", { tags: { "azlin-ssh-port": "ssh" } }],
  ])("is unknown, not failed, with %s", async (code, change) => {
    verifies("LIFE-02");
    const transport = { ...fleetOf(0).transport() };
    const cloud = { ...transport.cloud };
    delete (cloud as { guestHost?: string }).guestHost;
    const away = new HealthMonitor({ transport: { ...transport, cloud } });
    const reading = await away.checkSshConnectivity(vmAt(22, change));
    expect(reading).toMatchObject({ state: "unknown", error: { code } });
  });

  it("is unknown when the name of the host cannot be found from here", async () => {
    const transport = { ...fleetOf(0).transport() };
    const away = new HealthMonitor({
      transport: { ...transport, cloud: { ...transport.cloud, guestHost: "vm.invalid" } },
    });
    expect(await away.checkSshConnectivity(vmAt(22))).toMatchObject({
      state: "unknown",
      error: { code: "SSH_PROBE_FAILED" },
    });
  });

  it("ends with its caller's signal", async () => {
    const port = await tcpServer(() => {});
    const abort = new AbortController();
    const probing = monitor(10_000).checkSshConnectivity(vmAt(port), { signal: abort.signal });
    abort.abort(new Error("enough"));
    await expect(probing).rejects.toThrow("enough");
  });
});
