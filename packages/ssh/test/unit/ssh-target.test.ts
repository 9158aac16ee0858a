import { describe, expect, it } from "vitest";
import { sshTarget, type ReachableVm } from "../../src/index.ts";

const vm: ReachableVm = { id: "/x/vm", name: "vm", tags: {}, publicIp: "20.1.2.3", privateIp: "10.0.0.4" };
const jump = { vmId: "/x/jump", name: "jump", host: "20.9.9.9", port: 22, user: "azureuser" };

describe("where a VM's SSH server is", () => {
  it("is the public address, port 22, for azureuser", () => {
    expect(sshTarget(vm)).toEqual({ vmId: "/x/vm", name: "vm", host: "20.1.2.3", port: 22, user: "azureuser" });
  });

  it("has the port that the VM's tag names, in any case", () => {
    expect(sshTarget({ ...vm, tags: { "AZLIN-ssh-Port": "2222" } }).port).toBe(2222);
  });

  it("is not guessed from a tag that is no port", () => {
    for (const value of ["0", "65536", "22x", "", "-1", "2e3"]) {
      expect(() => sshTarget({ ...vm, tags: { "azlin-ssh-port": value } })).toThrow(
        expect.objectContaining({ code: "INVALID_SSH_PORT" }),
      );
    }
  });

  it("is the private address through a jump host", () => {
    expect(sshTarget(vm, { jump })).toMatchObject({ host: "10.0.0.4", jump });
    expect(sshTarget(vm, { jump, usePrivateIp: false }).host).toBe("20.1.2.3");
  });

  it("is the local Azure's host with the guest's port", () => {
    const guest = { ...vm, publicIp: null, tags: { "azlin-ssh-port": "40001" } };
    expect(sshTarget(guest, { guestHost: "127.0.0.1" })).toMatchObject({ host: "127.0.0.1", port: 40_001 });
  });

  it("is missing in a local Azure without guests", () => {
    expect(() => sshTarget(vm, { guestHost: "127.0.0.1" })).toThrow(
      expect.objectContaining({ code: "LOCAL_GUEST_MISSING" }),
    );
  });

  it("is missing without an address, and the way out is said", () => {
    expect(() => sshTarget({ ...vm, publicIp: null })).toThrow(
      expect.objectContaining({ code: "VM_HAS_NO_ADDRESS", hint: expect.stringContaining("jump host") }),
    );
  });
});
