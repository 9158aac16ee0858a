import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { guestFleet } from "../../guest-fleet.ts";

describe("azlin keys forget", { timeout: 30_000 }, () => {
  it("lets a VM in again that was rebuilt, and no other way does", async () => {
    verifies("V2-06");
    const { cli, on } = await guestFleet("dev");
    await on(
      "dev",
      "sudo rm /etc/ssh/ssh_host_*; sudo ssh-keygen -q -t ed25519 -N '' -f /etc/ssh/ssh_host_ed25519_key",
    );
    await on("dev", "sudo systemctl restart ssh");
    const refused = await cli.run("connect dev -o csv -- hostname");
    expect(refused.stdout).toContain("The host key of dev (127.0.0.1) has changed");
    expect((await cli.run("keys forget dev --dry-run")).stdout).toContain("forget");
    expect((await cli.run("keys forget dev")).stdout).toBe("Forgot the host key of 'dev'.\n");
    expect((await cli.run("connect dev -o json -- hostname")).stdout).toContain('"stdout": "dev\\n"');
  });
});
