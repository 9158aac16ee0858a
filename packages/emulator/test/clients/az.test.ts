import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { promisify } from "node:util";
import { realComponent } from "@azlin/testing";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { createEmulator, writeAzConfigDirectory } from "../../src/index.ts";

const az = realComponent("az");
const run = promisify(execFile);
const PUBLIC_KEY = "ssh-ed25519 AAAAC3NzaC1lZDI1NTE5AAAAIE1nYmh0c2V0b2thcGF0ZXN0a2V5Zm9yYXpsaW4x someone\n";
const SECONDS = 1000;

interface NamedResource {
  readonly name: string;
  readonly id: string;
  readonly tags?: Record<string, string>;
}

// Each az process takes most of a second, so the commands share one world and tell one story.
describe.runIf(az !== undefined)("the real az", () => {
  const emulator = createEmulator({ seed: 1 });
  let directory: string;
  let environment: Record<string, string>;

  beforeAll(async () => {
    directory = await mkdtemp(join(tmpdir(), "azlin-emulator-az-"));
    const server = await emulator.listen({ tls: true });
    environment = await writeAzConfigDirectory(emulator, server, { directory });
    await writeFile(join(directory, "key.pub"), PUBLIC_KEY);
  });

  afterAll(async () => {
    await emulator.stop();
    await rm(directory, { recursive: true, force: true });
  });

  /** What an az command printed, read as JSON. It fails the test when az says it failed. */
  async function azure<T = NamedResource>(command: string, ...rest: string[]): Promise<T> {
    const options = { env: { ...process.env, ...environment }, maxBuffer: 64 * 1024 * 1024 };
    const { stdout } = await run(az!, [...command.split(" "), ...rest], options);
    return (stdout.trim() === "" ? undefined : JSON.parse(stdout)) as T;
  }

  const powerOf = async (): Promise<string> =>
    (await azure<{ powerState: string }>("vm show -d -g rg -n vm1")).powerState;

  it("knows its account", { timeout: 30 * SECONDS }, async () => {
    expect(await azure("account show")).toMatchObject({ name: "Local Subscription", environmentName: "AzureCloud" });
    expect(await azure<unknown[]>("account list")).toHaveLength(1);
  });

  it("creates a VM from an image's alias", { timeout: 30 * SECONDS }, async () => {
    await azure("group create -n rg -l westus2");
    const size = "--size Standard_D2s_v5 --admin-username azureuser";
    const keys = `--ssh-key-values ${join(directory, "key.pub")}`;
    const created = await azure(`vm create -g rg -n vm1 --image Ubuntu2204 ${size} ${keys}`);
    expect(created).toMatchObject({ powerState: "VM running", location: "westus2" });
    expect(created).toMatchObject({ publicIpAddress: expect.stringMatching(/^20\./) });
  });

  it("lists and shows VMs", { timeout: 30 * SECONDS }, async () => {
    expect((await azure<NamedResource[]>("vm list")).map(({ name }) => name)).toEqual(["vm1"]);
    const [detailed] = await azure<object[]>("vm list -d");
    expect(detailed).toMatchObject({ powerState: "VM running", publicIps: expect.stringMatching(/^20\./) });
    expect(await azure("vm show -g rg -n vm1")).toMatchObject({ osProfile: { adminUsername: "azureuser" } });
    const view = await azure<{ instanceView: { statuses: { code: string }[] } }>("vm get-instance-view -g rg -n vm1");
    expect(view.instanceView.statuses.map(({ code }) => code)).toContain("PowerState/running");
  });

  it("stops, deallocates, starts and restarts a VM", { timeout: 60 * SECONDS }, async () => {
    await azure("vm stop -g rg -n vm1");
    expect(await powerOf()).toBe("VM stopped");
    await azure("vm deallocate -g rg -n vm1");
    expect(await powerOf()).toBe("VM deallocated");
    await azure("vm start -g rg -n vm1");
    expect(await powerOf()).toBe("VM running");
    await azure("vm restart -g rg -n vm1");
  });

  it("runs a command in the guest", { timeout: 30 * SECONDS }, async () => {
    const invoke = "vm run-command invoke -g rg -n vm1 --command-id RunShellScript --scripts";
    const { value } = await azure<{ value: { message: string }[] }>(invoke, "echo hello", "hostname");
    expect(value[0]!.message).toContain("[stdout]\nhello\nvm1\n");
  });

  it("changes and lists tags", { timeout: 60 * SECONDS }, async () => {
    const vm = await azure("vm update -g rg -n vm1 --set tags.x=y");
    expect(vm.tags).toEqual({ x: "y" });
    await azure(`tag update --resource-id ${vm.id} --operation merge --tags team=a`);
    const { properties } = await azure<{ properties: { tags: object } }>(`tag list --resource-id ${vm.id}`);
    expect(properties.tags).toEqual({ x: "y", team: "a" });
    expect(await azure<unknown[]>("resource list --tag team=a")).toHaveLength(1);
    await azure(`resource tag --ids ${vm.id} --tags only=this`);
    expect((await azure(`resource show --ids ${vm.id}`)).tags).toEqual({ only: "this" });
  });

  it("shows and lists the network's parts", { timeout: 30 * SECONDS }, async () => {
    const kinds = ["nic", "public-ip", "vnet"];
    const lists = await Promise.all(kinds.map((kind) => azure<NamedResource[]>(`network ${kind} list -g rg`)));
    expect(lists.map((list) => list.length)).toEqual([1, 1, 1]);
    const shown = await Promise.all(
      kinds.map((kind, index) => azure(`network ${kind} show -g rg -n ${lists[index]![0]!.name}`)),
    );
    expect(shown.map(({ name }) => name)).toEqual(["vm1VMNic", "vm1PublicIP", "vm1VNET"]);
  });

  it("creates, lists and deletes disks and snapshots", { timeout: 60 * SECONDS }, async () => {
    expect(await azure("disk create -g rg -n data --size-gb 8")).toMatchObject({
      diskSizeGB: 8,
      diskState: "Unattached",
    });
    expect(await azure<unknown[]>("disk list -g rg")).toHaveLength(2);
    expect(await azure("snapshot create -g rg -n snap --source data")).toMatchObject({ diskSizeGB: 8 });
    await azure("disk delete -g rg -n data -y");
    expect(await azure<unknown[]>("disk list -g rg")).toHaveLength(1);
  });

  it("sends a request of its user's own", { timeout: 30 * SECONDS }, async () => {
    const { value } = await azure<{ value: unknown[] }>("rest --url /subscriptions?api-version=2022-12-01");
    expect(value).toHaveLength(1);
  });

  it("is held up by locks until they are deleted", { timeout: 60 * SECONDS }, async () => {
    const onVm = "-g rg --resource vm1 --resource-type Microsoft.Compute/virtualMachines";
    const created = await azure(`lock create -n onVm -t ReadOnly ${onVm} --notes why`);
    expect(created).toMatchObject({ level: "ReadOnly", notes: "why" });
    await azure("lock create -n onGroup -t CanNotDelete -g rg");
    const names = async (at: string): Promise<string[]> =>
      (await azure<NamedResource[]>(`lock list ${at}`)).map(({ name }) => name);
    expect(await Promise.all([names("-g rg"), names(onVm)])).toEqual([
      ["onVm", "onGroup"],
      ["onVm", "onGroup"],
    ]);
    await expect(azure("vm restart -g rg -n vm1")).rejects.toThrow(/\(ScopeLocked\) .* cannot perform write operation/);
    await expect(azure("group delete -n rg -y")).rejects.toThrow(/\(ScopeLocked\) .* cannot perform delete operation/);
    await azure(`lock delete -n onVm ${onVm}`);
    await azure("lock delete -n onGroup -g rg");
    expect(await names("-g rg")).toEqual([]);
  });

  it("deletes the VM, and the group with the rest", { timeout: 60 * SECONDS }, async () => {
    await azure("vm delete -g rg -n vm1 -y");
    expect(await azure<unknown[]>("vm list")).toEqual([]);
    await azure("group delete -n rg -y");
    expect([...emulator.world.store.all()]).toEqual([]);
  });
});
