import { describe, expect, it } from "vitest";
import { guestCloud, guestProfile, type GuestCloud } from "../support/guest-cloud.ts";
import { SANDBOXES } from "../support/sandboxes.ts";
import { sshClient } from "../support/ssh-client.ts";

const CONFIG = `#cloud-config
write_files:
  - path: /etc/motd
    content: |
      hello
  - path: /home/azureuser/packed
    encoding: gz+b64
    content: H4sIAAAAAAACA0vOzytJzSvhAgDv2COdCAAAAA==
    permissions: "0600"
  - path: /usr/local/lib/azlin/sections/01-base.sh
    content: "echo base"
  - path: /usr/local/lib/azlin/sections/02-node.sh
    content: "echo node"
`;
const LEDGER = "cut -f 1-3 /var/lib/azlin/provisioning.tsv";

describe.each(SANDBOXES)("cloud-init in a %s sandbox", { timeout: 30_000 }, (sandbox) => {
  const open = async (customData: string): Promise<{ readonly cloud: GuestCloud; readonly port: number }> => {
    const cloud = await guestCloud({ guests: { sandbox } });
    return { cloud, port: await cloud.addVm("alpha", { osProfile: profile(customData) }) };
  };

  it("is done when it has been waited for", async () => {
    const { port } = await open(CONFIG);
    const status = await sshClient(port, "cloud-init status --wait");
    expect(status).toMatchObject({ code: 0, stdout: expect.stringMatching(/\nstatus: done\n$/) });
  });

  it("writes the files of the custom data", async () => {
    const { port } = await open(CONFIG);
    const { stdout } = await sshClient(
      port,
      "cloud-init status --wait >/dev/null; cat /etc/motd ~/packed; stat -c %a ~/packed",
    );
    expect(stdout).toBe("hello\ncontent\n600\n");
  });

  it("has every section in the ledger", async () => {
    const { port } = await open(CONFIG);
    const { stdout } = await sshClient(port, `cloud-init status --wait >/dev/null; ${LEDGER}`);
    expect(stdout).toBe("base\tok\t0\nnode\tok\t0\n");
  });

  it("is degraded by a section that fails", async () => {
    const { cloud, port } = await open(CONFIG);
    await cloud.act("alpha", "cloudInit", { section: "node", exitCode: 9 });
    const degraded = await sshClient(port, "cloud-init status --wait --format json");
    expect(degraded.code).toBe(2);
    expect(JSON.parse(degraded.stdout)).toMatchObject({ status: "done", extended_status: "degraded done", errors: [] });
    expect((await sshClient(port, LEDGER)).stdout).toBe("base\tok\t0\nnode\tfailed\t9\n");
  });

  it.each([
    ["#cloud-config\na: [b", "Failed loading yaml"],
    ["#cloud-config\nruncmd: text", "runcmd: it is not of type 'array'"],
    ["just text", "Unhandled non-multipart"],
  ])("fails for %j", async (customData, detail) => {
    const { port } = await open(customData);
    const status = await sshClient(port, "cloud-init status --wait --long");
    expect(status).toMatchObject({ code: 1, stdout: expect.stringContaining("status: error") });
    expect(status.stdout).toContain(detail);
  });

  it("says of a script that it was not run", async () => {
    const { port } = await open("#!/bin/sh\ntouch /etc/ran\n");
    const { stdout } = await sshClient(port, "cloud-init status --wait --long; ls /etc/ran");
    expect(stdout).toContain("was not run");
    expect(stdout).not.toMatch(/^\/etc\/ran$/m);
  });

  it("ends on the emulator's clock", { timeout: 90_000 }, async () => {
    const cloud = await guestCloud({ guests: { sandbox }, clock: "virtual" });
    const port = await cloud.addVm("first");
    cloud.emulator.configure({ latency: { profile: "recorded", scale: 1 } });
    await cloud.compute.virtualMachines.beginReimage("rg", "first");
    const status = async (): Promise<string> => {
      const asked = await sshClient(port, "cloud-init status").catch(() => undefined);
      return asked?.stdout ?? "refused";
    };
    const seen = new Set<string>();
    await expect
      .poll(
        async () => {
          cloud.emulator.clock.advance(20_000);
          await cloud.emulator.settled();
          seen.add(await status());
          return [...seen];
        },
        { timeout: 80_000, interval: 1 },
      )
      .toEqual(expect.arrayContaining(["refused", "status: running\n", "status: done\n"]));
  });
});

describe.runIf(SANDBOXES.includes("bubblewrap"))("cloud-init with a real shell", () => {
  it("fails a section whose script is not one", { timeout: 30_000 }, async () => {
    const cloud = await guestCloud();
    const port = await cloud.addVm("alpha", { osProfile: profile(CONFIG.replace("echo node", "if then")) });
    const status = await sshClient(port, "cloud-init status --wait >/dev/null || cut -f 1-3,5 /var/lib/azlin/*.tsv");
    expect(status.stdout).toMatch(/^base\tok\t0\t.*\nnode\tfailed\t2\t.*syntax error/);
  });
});

function profile(customData: string): ReturnType<typeof guestProfile> {
  return { ...guestProfile("alpha"), customData: Buffer.from(customData).toString("base64") };
}
