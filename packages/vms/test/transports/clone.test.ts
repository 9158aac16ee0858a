import { TransportError } from "@azlin/core";
import { createEmulator, type Emulator } from "@azlin/emulator";
import type { RemoteCommand } from "@azlin/ssh";
import { describeTransports, verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import {
  applyClone,
  applyPower,
  applyProvision,
  planClone,
  planPower,
  planProvision,
  readCloneFacts,
  readProvisionFacts,
  vmAzure,
  type ApplyCloneOptions,
  type CloneReport,
  type CloneRequest,
  type VmAzure,
} from "../../src/index.ts";
import { provisionRequest } from "../provision-request.ts";
import { answeringShell, result } from "../support/local-shell.ts";

const HOST_KEY = "ssh-ed25519 AAAAhost= root@clone";

/** Clones whose homes hold one secret, by name, until it is deleted. */
function guests(change: { fails?: (vm: string, command: RemoteCommand) => boolean } = {}): ApplyCloneOptions & {
  readonly hostKeys: string[];
} {
  const cleaned = new Set<string>();
  const hostKeys: string[] = [];
  const shell = answeringShell((command, { stdin }, { name }) => {
    if (change.fails?.(name, command) === true) throw new TransportError("SSH_CONNECTION_LOST", "It broke.");
    if (command[0] === "xargs" && stdin === "/home/azureuser/.env\0") cleaned.add(name);
    return result(command[0] === "sudo" ? `${HOST_KEY}\n` : "");
  });
  return {
    shell,
    hostKeys,
    sshBudgetMs: 1,
    targetFor: ({ id, name, publicIp }) => ({ vmId: id, name, host: publicIp ?? "", port: 22, user: "azureuser" }),
    findSecrets: ({ name }) =>
      Promise.resolve(
        cleaned.has(name) ? [] : [{ path: "/home/azureuser/.env", reason: "It is a file of variables." }],
      ),
    onHostKeys: ({ name }, keys) => void hostKeys.push(`${name}: ${keys.join()}`),
  };
}

async function source(azure: VmAzure, subscriptionId: string): Promise<string> {
  const request = provisionRequest({ subscriptionId });
  const plan = planProvision(request, await readProvisionFacts(azure, request));
  await applyProvision(azure, plan);
  return plan.vms[0]!.id;
}

async function clone(
  azure: VmAzure,
  request: Partial<CloneRequest> & { sourceId: string },
  options: ApplyCloneOptions,
): Promise<CloneReport> {
  const full = { created: new Date("2026-02-03T04:05:06Z"), ...request };
  return applyClone(azure, planClone(full, await readCloneFacts(azure, full)), options);
}

function snapshots(emulator: Emulator): string[] {
  return [...emulator.world.store.all()]
    .filter(({ body }) => body.type.endsWith("/snapshots"))
    .map(({ body }) => body.name);
}

describe("cloning a VM", () => {
  describeTransports(
    "through the local Azure",
    (reach) => {
      it("makes replicas of its disk with names, sessions, and identities of their own, and removes the snapshot", async () => {
        verifies("V2-03");
        const { emulator, transport } = await reach({ seed: 4 });
        const azure = vmAzure({ transport });
        const sourceId = await source(azure, transport.subscriptionIds[0]!);
        const options = guests();
        const report = await clone(azure, { sourceId, replicas: 2, sessionPrefix: "dev" }, options);
        expect(report.outcomes).toEqual(
          [1, 2].map((number) =>
            expect.objectContaining({
              vm: `vm1-clone-${number}`,
              session: `dev-${number}`,
              ok: true,
              stage: "done",
              secretsRemoved: [{ path: "/home/azureuser/.env", reason: "It is a file of variables." }],
            }),
          ),
        );
        expect(options.hostKeys.toSorted()).toEqual([`vm1-clone-1: ${HOST_KEY}`, `vm1-clone-2: ${HOST_KEY}`]);
        expect(snapshots(emulator)).toEqual([]);
        const vm = emulator.world.store.get(report.outcomes[0]!.id)!.body;
        expect(vm["tags"]).toMatchObject({
          "managed-by": "azlin",
          "azlin-session": "dev-1",
          "azlin-created": "2026-02-03T04:05:06Z",
        });
        expect(vm.properties).toMatchObject({
          storageProfile: { osDisk: { createOption: "Attach", deleteOption: "Delete", name: "vm1-clone-1-os" } },
        });
        expect(report.created).toHaveLength(10);
      });
    },
    { withRealAz: false },
  );

  async function local(): Promise<{ emulator: Emulator; azure: VmAzure; sourceId: string }> {
    const emulator = createEmulator({ seed: 4 });
    const azure = vmAzure({ transport: emulator.transport() });
    return { emulator, azure, sourceId: await source(azure, emulator.transport().subscriptionIds[0]!) };
  }

  it("says what state the source is in, and does not start it", async () => {
    verifies("V2-03");
    const { azure, sourceId } = await local();
    await applyPower(azure, planPower({ vmId: sourceId, wanted: "deallocate", powerState: "running" }));
    const request = { sourceId, created: new Date(0) };
    const plan = planClone(request, await readCloneFacts(azure, request));
    expect(plan.notes).toEqual(["'vm1' is deallocated: its disk is copied as it is, it is not started."]);
    expect(plan.snapshots).toHaveLength(1);
  });

  it("copies an incremental snapshot to another region, and removes both", async () => {
    verifies("V2-03");
    const { emulator, azure, sourceId } = await local();
    emulator.journal.clear();
    const request = { sourceId, location: "eastus2", size: "Standard_D2s_v5", resourceGroup: "elsewhere" };
    const report = await clone(azure, request, guests());
    expect(report.outcomes[0]!.error).toBeUndefined();
    expect(report.outcomes).toEqual([expect.objectContaining({ vm: "vm1-clone-1", ok: true })]);
    const puts = emulator.journal
      .since()
      .filter(({ method, path }) => method === "PUT" && path.includes("/snapshots/"));
    expect(puts.map(({ path }) => path.split("/").at(-1))).toEqual([
      "vm1-clone-snapshot-20260203-040506",
      "vm1-clone-snapshot-20260203-040506-copy",
    ]);
    expect(emulator.world.store.get(report.outcomes[0]!.id)!.body.location).toBe("eastus2");
    expect(snapshots(emulator)).toEqual([]);
  });

  it("hands over only clones that are clean, and goes on with the others", async () => {
    verifies("V2-03");
    const { emulator, azure, sourceId } = await local();
    const fails = (vm: string, command: RemoteCommand): boolean => vm.endsWith("-2") && command[0] === "xargs";
    const report = await clone(azure, { sourceId, replicas: 3 }, guests({ fails }));
    expect(report.outcomes.map(({ ok, stage }) => `${ok} ${stage}`)).toEqual([
      "true done",
      "false secrets",
      "true done",
    ]);
    expect(report.outcomes[1]!.error).toMatchObject({ code: "SSH_CONNECTION_LOST" });
    expect(snapshots(emulator)).toEqual([]);
    expect(report.created).toHaveLength(15);
  });

  it("removes the snapshot when no clone can be made, and lists what exists", async () => {
    verifies("V2-03");
    const { emulator, azure, sourceId } = await local();
    emulator.faults.set("no-vm", {
      match: { method: "PUT", path: "*/virtualMachines/vm1-clone-*" },
      effect: { operationFails: { code: "AllocationFailed", message: "No capacity." } },
    });
    const report = await clone(azure, { sourceId }, guests());
    expect(report.outcomes).toEqual([expect.objectContaining({ ok: false, stage: "create" })]);
    expect(snapshots(emulator)).toEqual([]);
    expect(report.created.map((id) => id.split("/").at(-1))).toEqual(
      expect.arrayContaining(["vm1-clone-1-nsg", "vm1-clone-1-ip", "vm1-clone-1-os", "vm1-clone-1-nic", "vm1-clone-1"]),
    );
  });

  it("lists a snapshot that cannot be removed, with what it costs a month", async () => {
    const { emulator, azure, sourceId } = await local();
    emulator.faults.set("locked", {
      match: { method: "DELETE", path: "*/snapshots/*" },
      effect: { status: 409, code: "ScopeLocked" },
    });
    const report = await clone(azure, { sourceId }, guests());
    expect(report.outcomes[0]!.ok).toBe(true);
    expect(report.leftSnapshots).toEqual([
      { id: expect.stringContaining("/snapshots/vm1-clone-snapshot-"), error: expect.any(String), monthlyCostUsd: 3.2 },
    ]);
    expect(report.created).toContain(report.leftSnapshots[0]!.id);
  });

  it("removes the snapshot when it is interrupted", async () => {
    const { emulator, azure, sourceId } = await local();
    const controller = new AbortController();
    const options = {
      ...guests(),
      signal: controller.signal,
      onStage: () => controller.abort(new Error("interrupted")),
    };
    const report = await clone(azure, { sourceId }, options);
    expect(report).toMatchObject({ interrupted: true, outcomes: [{ ok: false }] });
    expect(snapshots(emulator)).toEqual([]);
  });

  it("takes the first free names, and refuses what cannot be", async () => {
    const { azure, sourceId } = await local();
    await clone(azure, { sourceId }, guests());
    const request = { sourceId, created: new Date(0), replicas: 2, sessionPrefix: "x" };
    const facts = await readCloneFacts(azure, request);
    const plan = planClone(request, facts);
    expect(plan.provision.vms.map(({ name }) => name)).toEqual(["vm1-clone-2", "vm1-clone-3"]);
    expect(plan.sessions).toEqual({ "vm1-clone-2": "x-1", "vm1-clone-3": "x-2" });
    const arm = { ...facts.source, osDisk: { ...facts.source.osDisk, architecture: "Arm64" } };
    for (const [code, change, source] of [
      ["INVALID_REPLICAS", { replicas: 0 }, facts.source],
      ["INVALID_SESSION_NAME", { sessionPrefix: "a b" }, facts.source],
      ["ARCHITECTURE_MISMATCH", {}, arm],
    ] as const) {
      expect(() => planClone({ ...request, ...change }, { ...facts, source })).toThrow(
        expect.objectContaining({ code }),
      );
    }
    await expect(readCloneFacts(azure, { ...request, sourceId: `${sourceId}x` })).rejects.toMatchObject({
      code: "VM_NOT_FOUND",
    });
  });
});
