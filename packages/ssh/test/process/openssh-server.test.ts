import { spawn } from "node:child_process";
import { mkdir, writeFile } from "node:fs/promises";
import { connect, createServer, type AddressInfo } from "node:net";
import { userInfo } from "node:os";
import { join } from "node:path";
import { realComponent, verifies } from "@azlin/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSshKeyPair, type SshTarget } from "../../src/index.ts";
import { contentsOf, copied, copyContext, oddTree } from "../copying.ts";
import { temporaryDirectory, testClient, type TestClient } from "../ssh-server.ts";

const sshd = realComponent("sshd");

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  const { port } = server.address() as AddressInfo;
  await new Promise((resolve) => server.close(resolve));
  return port;
}

async function answers(port: number): Promise<void> {
  for (;;) {
    const isUp = await new Promise<boolean>((resolve) => {
      const socket = connect(port, "127.0.0.1");
      socket.once("data", () => resolve(true)).once("error", () => resolve(false));
      socket.once("close", () => resolve(false));
      onTestFinished(() => void socket.destroy());
    });
    if (isUp) return;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}

/** A real OpenSSH server that lets the test's user in. */
async function opensshServer({ publicKey }: TestClient): Promise<SshTarget> {
  const directory = await temporaryDirectory();
  const port = await freePort();
  // Where a server of root separates its privileges.
  if (process.getuid?.() === 0) await mkdir("/run/sshd", { recursive: true });
  await writeFile(join(directory, "host_key"), createSshKeyPair("host").privateKey, { mode: 0o600 });
  await writeFile(join(directory, "authorized_keys"), `${publicKey}\n`, { mode: 0o600 });
  const config = [
    `Port ${port}`,
    "ListenAddress 127.0.0.1",
    `HostKey ${directory}/host_key`,
    "PidFile none",
    "UsePAM no",
    `AuthorizedKeysFile ${directory}/authorized_keys`,
    "StrictModes no",
    "PasswordAuthentication no",
    "MaxSessions 4",
  ];
  await writeFile(join(directory, "config"), `${config.join("\n")}\n`);
  const server = spawn(sshd!, ["-D", "-e", "-f", join(directory, "config")], { stdio: "ignore" });
  onTestFinished(() => void server.kill());
  await answers(port);
  const vmId = "/subscriptions/s/resourceGroups/g/providers/Microsoft.Compute/virtualMachines/real";
  return { vmId, name: "real", host: "127.0.0.1", port, user: userInfo().username };
}

describe.runIf(sshd !== undefined)("a real OpenSSH server", () => {
  it("runs commands with their exit codes, signals, output and input", async () => {
    const client = await testClient({ maxChannels: 4 });
    const target = await opensshServer(client);
    const { connections } = client;
    expect(await connections.exec(target, "cat; exit 3", { stdin: "text" })).toMatchObject({
      exitCode: 3,
      stdout: "text",
    });
    expect(await connections.exec(target, "kill -TERM $$")).toMatchObject({ exitCode: null, signal: "TERM" });
    const many = await Promise.all(
      Array.from({ length: 12 }, (_, index) => connections.exec(target, ["echo", `${index}`])),
    );
    expect(many.map(({ stdout }) => stdout.trim())).toEqual(many.map((_, index) => `${index}`));
  });

  it("that takes fewer commands at once than we begin is waited for", async () => {
    const client = await testClient();
    const target = await opensshServer(client);
    const all = Array.from({ length: 8 }, () => client.connections.exec(target, "sleep 0.3"));
    expect((await Promise.all(all)).map(({ exitCode }) => exitCode)).toEqual(all.map(() => 0));
  });

  it.each(["tar", "rsync"] as const)("takes and gives a tree by %s", async (method) => {
    verifies("V2-09");
    const client = await testClient({ maxChannels: 4 });
    const target = await opensshServer(client);
    const context = copyContext(client, method);
    const [source, there, back] = ["source", "there", "back"].map((name) => join(client.directory, name)) as [
      string,
      string,
      string,
    ];
    await oddTree(source);
    const destination = { kind: "remote", target, path: there } as const;
    await copied(context, { sources: [{ kind: "local", path: source }], destination, isRecursive: true });
    await copied(context, { sources: [destination], destination: { kind: "local", path: back }, isRecursive: true });
    expect(await contentsOf(there)).toEqual(await contentsOf(source));
    expect(await contentsOf(back)).toEqual(await contentsOf(source));
  });
});
