import { spawn } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import type { VirtualMachine } from "@azure/arm-compute";
import { onTestFinished } from "vitest";
import { createEmulator, type Emulator, type EmulatorOptions } from "../../src/index.ts";
import { generateSshKeyPair } from "../../src/services/compute/ssh-key/generate-ssh-key-pair.ts";
import { azureClients, createInterface, vmOn, type AzureClients } from "./azure-clients.ts";

/** The key that guests of tests let in. */
export const KEY = generateSshKeyPair("Ed25519", "test");

/** Where the resources of tests are, in their subscription. */
export const COMPUTE = "resourceGroups/rg/providers/Microsoft.Compute";

/** What a program did. */
export interface Ran {
  readonly code: number | null;
  readonly stdout: Buffer;
  readonly stderr: string;
}

/** A local Azure with guests, that ends with the test. */
export interface GuestCloud extends AzureClients {
  readonly emulator: Emulator;
  /** Makes a running VM; its SSH port. */
  addVm(name: string, extra?: Partial<VirtualMachine>): Promise<number>;
  portOf(name: string): Promise<number>;
  /** Lets something happen to a VM that nobody asked Azure for. */
  act(vm: string, name: string, body?: object): Promise<void>;
  /** Arguments that make the real `ssh` sign in. */
  sshArguments(port: number): string[];
  /** Runs a command by the real `ssh`. */
  ssh(port: number, command: string, input?: Uint8Array): Promise<Ran>;
  readonly keyPath: string;
}

export async function guestCloud(options: EmulatorOptions = {}): Promise<GuestCloud> {
  const emulator = createEmulator({ guests: true, ...options });
  const directory = await mkdtemp(join(tmpdir(), "azlin-guest-test-"));
  onTestFinished(async () => {
    await emulator.stop();
    await rm(directory, { recursive: true, force: true });
  });
  const keyPath = join(directory, "key");
  await writeFile(keyPath, KEY.privateKey, { mode: 0o600 });
  const clients = azureClients(emulator);
  const { compute, poll } = clients;
  const portOf = async (name: string): Promise<number> =>
    Number((await compute.virtualMachines.get("rg", name)).tags?.["azlin-ssh-port"]);
  const sshArguments = (port: number): string[] => [
    "-i",
    keyPath,
    "-p",
    String(port),
    "-F",
    "none",
    "-o",
    "IdentitiesOnly=yes",
    "-o",
    "BatchMode=yes",
    "-o",
    "StrictHostKeyChecking=no",
    "-o",
    "UserKnownHostsFile=/dev/null",
    "-o",
    "LogLevel=ERROR",
  ];
  return {
    ...clients,
    emulator,
    keyPath,
    portOf,
    sshArguments,
    async act(vm, name, body = {}) {
      const id = `/subscriptions/${clients.subscriptionId}/${COMPUTE}/virtualMachines/${vm}`;
      const url = `http://127.0.0.1/_emulator/vms${id}/${name}`;
      const response = await emulator.fetch(new Request(url, { method: "POST", body: JSON.stringify(body) }));
      if (!response.ok) throw new Error(await response.text());
      await emulator.settled();
    },
    async addVm(name, extra = {}) {
      const base = vmOn(await createInterface(clients, name));
      const osProfile = { ...guestProfile(name), ...extra.osProfile };
      await compute.virtualMachines.beginCreateOrUpdateAndWait("rg", name, { ...base, ...extra, osProfile }, poll);
      return portOf(name);
    },
    ssh: (port, command, input) => run("ssh", [...sshArguments(port), "azureuser@127.0.0.1", command], input),
  };
}

/** An OS profile whose user signs in by {@link KEY}. */
export function guestProfile(computerName: string): NonNullable<VirtualMachine["osProfile"]> {
  const path = "/home/azureuser/.ssh/authorized_keys";
  return {
    computerName,
    adminUsername: "azureuser",
    linuxConfiguration: {
      disablePasswordAuthentication: true,
      ssh: { publicKeys: [{ path, keyData: KEY.publicKey }] },
    },
  };
}

/** Runs a program; never through a shell. */
export function run(program: string, args: readonly string[], input: Uint8Array = Buffer.alloc(0)): Promise<Ran> {
  const child = spawn(program, [...args], { stdio: ["pipe", "pipe", "pipe"] });
  const stdout: Buffer[] = [];
  let stderr = "";
  child.stdout.on("data", (chunk: Buffer) => stdout.push(chunk));
  child.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
  child.stdin.on("error", () => {});
  child.stdin.end(input);
  return new Promise((resolve, reject) => {
    child.once("error", reject);
    child.once("close", (code) => resolve({ code, stdout: Buffer.concat(stdout), stderr }));
  });
}
