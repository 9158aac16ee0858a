import { realComponent, verifies } from "@azlin/testing";
import { describe, expect, it } from "vitest";
import { openShell } from "../../src/index.ts";
import { shellArguments } from "../../src/shell/shell-arguments.ts";
import { testClient, testServer } from "../ssh-server.ts";

const target = { vmId: "/subscriptions/s/VM", name: "vm", host: "20.1.2.3", port: 2222, user: "azureuser" };
const options = { knownHostsPath: "/home/me/my azlin/known_hosts", keyPath: "/home/me/.ssh/azlin_key" };

describe("the arguments of ssh", () => {
  it("sign in with one key, pin the host key to the VM and forward no agent", () => {
    verifies("V2-06");
    expect(shellArguments(target, options)).toEqual([
      "-i",
      "/home/me/.ssh/azlin_key",
      "-o",
      "IdentitiesOnly=yes",
      "-o",
      'UserKnownHostsFile="/home/me/my azlin/known_hosts"',
      "-o",
      "GlobalKnownHostsFile=none",
      "-o",
      "HostKeyAlias=subscriptions/s/vm",
      "-o",
      "StrictHostKeyChecking=accept-new",
      "-o",
      "HashKnownHosts=no",
      "-o",
      "CheckHostIP=no",
      "-o",
      "ConnectTimeout=20",
      "-o",
      "ServerAliveInterval=15",
      "-o",
      "ServerAliveCountMax=3",
      "-o",
      "ForwardAgent=no",
      "-o",
      "BatchMode=no",
      "-l",
      "azureuser",
      "-p",
      "2222",
      "-t",
      "20.1.2.3",
    ]);
  });

  it("end with one string for the remote shell, quoted", () => {
    expect(shellArguments(target, { ...options, command: ["echo", "a  b", "$x"] }).slice(-3)).toEqual([
      "-T",
      "20.1.2.3",
      "echo 'a  b' '$x'",
    ]);
  });

  it("attach to a tmux session or make it", () => {
    verifies("V2-06");
    expect(shellArguments(target, { ...options, tmuxSession: "dev" }).at(-1)).toContain(
      "exec tmux new-session -A -s dev",
    );
    expect(() => shellArguments(target, { ...options, tmuxSession: "a:b" })).toThrow(
      expect.objectContaining({ code: "INVALID_TMUX_SESSION" }),
    );
  });

  it("cannot be extended by a host or user name", () => {
    for (const bad of [{ host: "-oProxyCommand=x" }, { user: "-v" }, { host: "a b" }, { user: "" }]) {
      expect(() => shellArguments({ ...target, ...bad }, options)).toThrow(
        expect.objectContaining({ code: "INVALID_SSH_TARGET" }),
      );
    }
  });
});

describe("a shell when ssh is missing", () => {
  it("is a prerequisite that says what to install", async () => {
    await expect(openShell(target, { ...options, sshProgram: "/nowhere/ssh" })).rejects.toMatchObject({
      code: "SSH_PROGRAM_MISSING",
      hint: expect.stringContaining("openssh-client"),
    });
  });
});

describe.runIf(realComponent("ssh") !== undefined)("a shell through the real ssh", () => {
  it("returns the remote exit code", async () => {
    verifies("V2-06");
    const { keyPath, knownHosts, publicKey } = await testClient();
    const { target } = await testServer(publicKey);
    const shell = { keyPath, knownHostsPath: knownHosts.path, stdio: "ignore" as const };
    expect(await openShell(target, { ...shell, command: "exit 7" })).toEqual({ exitCode: 7, signal: null });
  });

  it("pins the same host key as our own connections, to the VM", async () => {
    verifies("V2-06");
    const { connections, keyPath, knownHosts, publicKey } = await testClient();
    const [first, second] = [await testServer(publicKey), await testServer(publicKey)];
    const shell = { keyPath, knownHostsPath: knownHosts.path, stdio: "ignore" as const, command: "true" };
    expect(await openShell(first.target, shell)).toMatchObject({ exitCode: 0 });
    expect(await knownHosts.keysOf(first.target.vmId)).toHaveLength(1);
    expect(await connections.exec(first.target, "echo in")).toMatchObject({ stdout: "in\n" });
    await expect(connections.exec(second.target, "true")).rejects.toMatchObject({ code: "HOST_KEY_CHANGED" });
    expect(await openShell(second.target, shell)).toMatchObject({ exitCode: 255 });
  });

  it("finds the key that our own connections pinned", async () => {
    const { connections, keyPath, knownHosts, publicKey } = await testClient();
    const { target } = await testServer(publicKey);
    await connections.exec(target, "true");
    const shell = { keyPath, knownHostsPath: knownHosts.path, stdio: "ignore" as const, command: "true" };
    expect(await openShell(target, shell)).toMatchObject({ exitCode: 0 });
    expect(await knownHosts.keysOf(target.vmId)).toHaveLength(1);
  });

  it("goes through a jump host with the same key and pins", async () => {
    const { keyPath, knownHosts, publicKey } = await testClient();
    const jump = await testServer(publicKey, { name: "jump" });
    const inner = await testServer(publicKey, { name: "inner" });
    const shell = { keyPath, knownHostsPath: knownHosts.path, stdio: "ignore" as const, command: "exit 3" };
    expect(await openShell({ ...inner.target, jump: jump.target }, shell)).toMatchObject({ exitCode: 3 });
    expect(jump.signedIn()).toBe(1);
    expect(await knownHosts.keysOf(inner.target.vmId)).toHaveLength(1);
  });

  it("exits with 255 when the connection breaks", async () => {
    verifies("V2-06");
    const { keyPath, knownHosts, publicKey } = await testClient();
    const server = await testServer(publicKey);
    const shell = { keyPath, knownHostsPath: knownHosts.path, stdio: "ignore" as const, command: "sleep 30" };
    const open = openShell(server.target, shell);
    while (server.mostCommands() === 0) await new Promise((resolve) => setTimeout(resolve, 20));
    server.drop();
    expect(await open).toMatchObject({ exitCode: 255 });
  });
});
