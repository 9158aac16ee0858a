import { mkdir, mkdtemp, readFile, rm, stat, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { AuthenticationError, TransportError } from "@azlin/core";
import { createEmulator } from "@azlin/emulator";
import type { RemoteShell } from "@azlin/ssh";
import { verifies } from "@azlin/testing";
import { afterEach, beforeEach, describe, expect, it } from "vitest";
import {
  applyKeyRotation,
  applyProvision,
  backupKey,
  planKeyRotation,
  planProvision,
  readJournal,
  readProvisionFacts,
  vmAzure,
  type ApplyRotationOptions,
  type RotationProgress,
  type RotationReport,
  type RotationVm,
} from "../../src/index.ts";
import { provisionRequest } from "../provision-request.ts";
import { localShell, target } from "../support/local-shell.ts";

/** Keys by the number in them; the "private key" tells which public key gets in. */
function pair(number: number): { privateKey: string; publicKey: string } {
  return { privateKey: `private-${number}`, publicKey: `ssh-ed25519 AAAAkey${number}= azlin` };
}

/** More than a dozen rotations. */
const LONG = { timeout: 60_000 };

describe("rotating a key", () => {
  let home: string;
  let keyPath: string;
  let unreachable: Set<string>;
  const azure = vmAzure({ transport: createEmulator().transport() });
  const names = ["vm1", "vm2", "vm3"];

  beforeEach(async () => {
    home = await mkdtemp(join(tmpdir(), "azlin-rotate-"));
    keyPath = join(home, ".ssh", "azlin_key");
    unreachable = new Set();
    await mkdir(join(home, ".ssh"), { mode: 0o700 });
    await writeFile(keyPath, pair(1).privateKey, { mode: 0o600 });
    await writeFile(`${keyPath}.pub`, `${pair(1).publicKey}\n`);
    for (const name of names) {
      await mkdir(join(home, name, ".ssh"), { recursive: true });
      // Without a line end, and with somebody else's key.
      await writeFile(keysOf(name), `ssh-rsa AAAAother= me\n${pair(1).publicKey}`, { mode: 0o600 });
    }
  });
  afterEach(() => rm(home, { recursive: true, force: true }));

  function keysOf(name: string): string {
    return join(home, name, ".ssh", "authorized_keys");
  }

  function vms(states: Record<string, RotationVm["powerState"]> = {}): RotationVm[] {
    return names.map((name) => {
      const to = target(name);
      return { id: to.vmId, name, location: "westus2", powerState: states[name] ?? "running", target: to };
    });
  }

  /** Lets a command run only when the VM's file holds the public half of the private key. */
  function shellFor(path: string, signal?: AbortSignal): RemoteShell {
    const machine = localShell(({ name }) => join(home, name));
    return {
      exec: async (to, command, options) => {
        signal?.throwIfAborted();
        if (unreachable.has(to.name)) throw new TransportError("SSH_UNREACHABLE", "Nothing listens.");
        const number = /\d+$/.exec(await readFile(path, "utf8"))![0];
        const keys = await readFile(keysOf(to.name), "utf8");
        if (!keys.includes(`AAAAkey${number}=`)) throw new AuthenticationError("SSH_KEY_REFUSED", "Refused.");
        return machine.exec(to, command, options);
      },
    };
  }

  async function rotate(
    change: Partial<ApplyRotationOptions> & { vms?: RotationVm[]; chosen?: Set<string> } = {},
  ): Promise<RotationReport> {
    const { vms: list = vms(), chosen, ...options } = change;
    const journal = await readJournal(keyPath);
    const plan = planKeyRotation({ keyPath, vms: list, journal, ...(chosen !== undefined && { chosen }) });
    return applyKeyRotation(azure, plan, {
      backups: join(home, "key_backups"),
      newKey: () => Promise.resolve(pair(2)),
      shellFor: (path) => shellFor(path, options.signal),
      concurrency: 1,
      ...options,
    });
  }

  async function currentKeyGetsIn(): Promise<boolean[]> {
    return Promise.all(
      names.map((name) =>
        shellFor(keyPath)
          .exec(target(name), ["true"])
          .then(({ exitCode }) => exitCode === 0)
          .catch(() => false),
      ),
    );
  }

  it("gives every VM the new key, makes it the key, and takes the old one away", async () => {
    verifies("V2-10");
    const report = await rotate();
    expect(report).toMatchObject({ isComplete: true, isPromoted: true });
    expect(report.outcomes.map(({ status }) => status)).toEqual(["rotated", "rotated", "rotated"]);
    expect(await readFile(keyPath, "utf8")).toBe("private-2");
    expect(await readFile(`${keyPath}.pub`, "utf8")).toBe(`${pair(2).publicKey}\n`);
    expect((await stat(keyPath)).mode & 0o777).toBe(0o600);
    expect(await readFile(join(report.backup, "azlin_key"), "utf8")).toBe("private-1");
    for (const name of names) {
      expect(await readFile(keysOf(name), "utf8")).toBe(`ssh-rsa AAAAother= me\n${pair(2).publicKey}\n`);
      expect((await stat(keysOf(name))).mode & 0o777).toBe(0o600);
    }
    expect(await readJournal(keyPath)).toBeUndefined();
  });

  it("keeps the old key valid everywhere when one VM fails, and goes on later", async () => {
    verifies("V2-10");
    unreachable.add("vm2");
    const report = await rotate();
    expect(report).toMatchObject({ isComplete: false, isPromoted: false });
    expect(report.outcomes.map(({ status }) => status)).toEqual(["verified", "failed", "verified"]);
    expect(await readFile(keyPath, "utf8")).toBe("private-1");
    unreachable.clear();
    expect(await currentKeyGetsIn()).toEqual([true, true, true]);
    expect(await readJournal(keyPath)).toMatchObject({
      phase: "pushing",
      open: { [target("vm2").vmId]: expect.any(String) },
    });
    expect(await rotate()).toMatchObject({ isComplete: true });
    expect(await readFile(keyPath, "utf8")).toBe("private-2");
  });

  it("calls stopped VMs pending and keeps both keys until they have it", async () => {
    verifies("V2-10");
    const report = await rotate({ vms: vms({ vm3: "deallocated" }) });
    expect(report.outcomes.map(({ status }) => status)).toEqual(["verified", "verified", "pending"]);
    expect(report.isPromoted).toBe(false);
    expect(await rotate()).toMatchObject({ isComplete: true });
  });

  it("does not make the new key the key for VMs that were not chosen", async () => {
    const report = await rotate({ chosen: new Set([target("vm1").vmId]) });
    expect(report.outcomes.map(({ status }) => status)).toEqual(["verified", "left", "left"]);
    expect(await currentKeyGetsIn()).toEqual([true, true, true]);
  });

  it("never locks anybody out, whichever step it is ended before, and completes when run again", LONG, async () => {
    verifies("V2-10");
    const steps: RotationProgress[] = [];
    await rotate({ onStep: (step) => steps.push(step) });
    expect(steps.length).toBeGreaterThan(12);
    for (let at = 0; at < steps.length; at++) {
      await writeFile(keyPath, pair(1).privateKey, { mode: 0o600 });
      await writeFile(`${keyPath}.pub`, `${pair(1).publicKey}\n`);
      for (const name of names) await writeFile(keysOf(name), `${pair(1).publicKey}\n`);
      const killed = new AbortController();
      let seen = 0;
      const onStep = (): void => {
        if (seen++ === at) {
          killed.abort(new Error("killed"));
          killed.signal.throwIfAborted();
        }
      };
      await expect(rotate({ signal: killed.signal, onStep })).rejects.toThrow("killed");
      expect(await currentKeyGetsIn(), `ended before ${JSON.stringify(steps[at])}`).toEqual([true, true, true]);
      expect(await rotate(), `resumed before ${JSON.stringify(steps[at])}`).toMatchObject({ isComplete: true });
      expect(await currentKeyGetsIn()).toEqual([true, true, true]);
    }
  });

  it("gives the new key to Azure's agent where SSH refuses the old one, and believes only a login", async () => {
    verifies("V2-10");
    const emulator = createEmulator({ seed: 9 });
    const agents = vmAzure({ transport: emulator.transport() });
    const request = provisionRequest({ subscriptionId: emulator.transport().subscriptionIds[0]! });
    const made = planProvision(request, await readProvisionFacts(agents, request));
    await applyProvision(agents, made);
    const vm = { ...vms()[0]!, id: made.vms[0]!.id };
    await writeFile(keysOf("vm1"), "ssh-rsa AAAAother= me\n");
    const options = {
      backups: join(home, "key_backups"),
      newKey: () => Promise.resolve(pair(2)),
      shellFor: (path: string) => shellFor(path),
    };
    const run = async (): Promise<RotationReport> =>
      applyKeyRotation(agents, planKeyRotation({ keyPath, vms: [vm], journal: await readJournal(keyPath) }), options);
    expect(await run()).toMatchObject({ isPromoted: false, outcomes: [{ status: "failed" }] });
    const extension = emulator.world.store.get(`${vm.id}/extensions/enablevmaccess`)!.body;
    expect(extension.properties).toMatchObject({ publisher: "Microsoft.OSTCExtensions", type: "VMAccessForLinux" });
    expect(JSON.stringify(extension)).not.toContain("AAAAkey2");
    // The agent has done its work.
    await writeFile(keysOf("vm1"), `ssh-rsa AAAAother= me\n${pair(2).publicKey}\n`);
    expect(await run()).toMatchObject({ isComplete: true });
  });

  it("does one rotation after the other when two are started at once", async () => {
    verifies("V2-10");
    const keys = [2, 3].map((number) => rotate({ newKey: () => Promise.resolve(pair(number)) }));
    expect(await Promise.all(keys)).toMatchObject([{ isComplete: true }, { isComplete: true }]);
    expect(await currentKeyGetsIn()).toEqual([true, true, true]);
    for (const name of names) expect((await readFile(keysOf(name), "utf8")).match(/AAAAkey/g)).toHaveLength(1);
  });

  it("copies a key without its public half, and says so when there is no key", async () => {
    await rm(`${keyPath}.pub`);
    const folder = await backupKey(keyPath, join(home, "copies"), new Date("2026-01-02T03:04:05.678Z"));
    expect(folder).toBe(join(home, "copies", "2026-01-02-03-04-05"));
    expect(await readFile(join(folder, "azlin_key"), "utf8")).toBe("private-1");
    await rm(keyPath);
    await expect(backupKey(keyPath, join(home, "copies"), new Date(0))).rejects.toMatchObject({
      code: "KEY_NOT_COPIED",
    });
  });

  it("leaves a journal that it cannot read as it is", async () => {
    await writeFile(`${keyPath}.rotation.json`, "{");
    await expect(rotate()).rejects.toMatchObject({ code: "ROTATION_JOURNAL_BROKEN" });
    expect(await currentKeyGetsIn()).toEqual([true, true, true]);
  });
});
