import { readFile, writeFile } from "node:fs/promises";
import { verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { createSshKeyPair, hostKeyAlias, KnownHosts, parsePublicKey } from "../../src/index.ts";
import { temporaryDirectory } from "../ssh-server.ts";

const ID = "/subscriptions/S/resourceGroups/My Group/providers/Microsoft.Compute/virtualMachines/VM-1";
const vm = { vmId: ID, name: "vm-1", host: "20.1.2.3" };
const newKey = () => parsePublicKey(createSshKeyPair("host").publicKey);

describe("azlin's known hosts", () => {
  it("pin the first key of a VM by its id, whatever its address", async () => {
    verifies("V2-06");
    const hosts = new KnownHosts(await temporaryDirectory());
    const { blob, fingerprint } = newKey();
    await hosts.verify(vm, blob);
    await hosts.verify({ ...vm, vmId: ID.toUpperCase(), host: "20.9.9.9" }, blob);
    expect(await hosts.keysOf(ID)).toEqual([{ type: "ssh-ed25519", blob, fingerprint }]);
  });

  it("refuse another key, telling both and the way out", async () => {
    verifies("V2-06");
    const hosts = new KnownHosts(await temporaryDirectory());
    const [pinned, other] = [newKey(), newKey()];
    await hosts.verify(vm, pinned.blob);
    await expect(hosts.verify(vm, other.blob)).rejects.toMatchObject({
      code: "HOST_KEY_CHANGED",
      message: expect.stringContaining(pinned.fingerprint),
      hint: expect.stringContaining("azlin keys forget vm-1"),
      details: { expected: [pinned.fingerprint], found: other.fingerprint },
    });
  });

  it("take another VM at the same address for another VM", async () => {
    const hosts = new KnownHosts(await temporaryDirectory());
    await hosts.verify(vm, newKey().blob);
    await expect(hosts.verify({ ...vm, vmId: `${ID}2` }, newKey().blob)).resolves.toBeUndefined();
  });

  it("take the keys that a VM has told itself instead of the old ones", async () => {
    verifies("V2-03");
    const hosts = new KnownHosts(await temporaryDirectory());
    const [old, own, other] = [newKey(), createSshKeyPair("own").publicKey, newKey()];
    await hosts.verify(vm, old.blob);
    await hosts.verify({ ...vm, vmId: `${ID}2` }, other.blob);
    await hosts.replace(ID, [own]);
    expect(await hosts.keysOf(ID)).toMatchObject([{ fingerprint: parsePublicKey(own).fingerprint }]);
    expect(await hosts.keysOf(`${ID}2`)).toMatchObject([{ fingerprint: other.fingerprint }]);
    await expect(hosts.replace(ID, ["nonsense"])).rejects.toMatchObject({ code: "INVALID_PUBLIC_KEY" });
    expect(await hosts.keysOf(ID)).toHaveLength(1);
  });

  it("forget one VM and keep every other line", async () => {
    const hosts = new KnownHosts(await temporaryDirectory());
    const kept = "# a comment\n@cert-authority *.example.com ssh-ed25519 AAAA\n";
    await writeFile(hosts.path, kept);
    await hosts.verify(vm, newKey().blob);
    expect(await hosts.forget(ID)).toBe(1);
    expect(await hosts.forget(ID)).toBe(0);
    expect(await readFile(hosts.path, "utf8")).toBe(kept);
  });

  it("keep the keys of fifty VMs met at the same moment", async () => {
    const home = await temporaryDirectory();
    const stores = [new KnownHosts(home), new KnownHosts(home)];
    const { blob } = newKey();
    const ids = Array.from({ length: 50 }, (_, index) => `${ID}${index}`);
    await Promise.all(ids.map((vmId, index) => stores[index % 2]!.verify({ ...vm, vmId }, blob)));
    for (const vmId of ids) expect(await stores[0]!.keysOf(vmId)).toHaveLength(1);
  });

  it("name VMs so that no two ids share a name and OpenSSH takes it", () => {
    expect(hostKeyAlias(ID)).toBe(
      "subscriptions/s/resourcegroups/my=20group/providers/microsoft.compute/virtualmachines/vm-1",
    );
    expect(hostKeyAlias("/a=20b")).not.toBe(hostKeyAlias("/a b"));
  });
});
