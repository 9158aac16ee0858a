import { pipeline } from "node:stream";
import { createServer, type AddressInfo } from "node:net";
import process from "node:process";
import { verifies } from "@azlin/testing";
import { describe, expect, it, onTestFinished } from "vitest";
import { createSshKeyPair } from "../../src/index.ts";
import { testClient, testServer } from "../ssh-server.ts";

describe("commands on a VM", () => {
  it("have their exit code, output and input", async () => {
    const { connections, publicKey } = await testClient();
    const { target } = await testServer(publicKey);
    const result = await connections.exec(target, "cat; echo oops >&2; exit 7", { stdin: "héllo" });
    expect(result).toMatchObject({ exitCode: 7, signal: null, stdout: "héllo", stderr: "oops\n", isTruncated: false });
  });

  it("read nothing unless given something, so that none waits for input", async () => {
    const { connections, publicKey } = await testClient();
    const { target } = await testServer(publicKey);
    expect(await connections.exec(target, "cat", { timeoutMs: 5_000 })).toMatchObject({ exitCode: 0, stdout: "" });
  });

  it("get their arguments as they are", async () => {
    verifies("V2-07");
    const { connections, publicKey } = await testClient();
    const { target } = await testServer(publicKey);
    const argv = ["a  b", `'"`, "x\ny", "$(id)", "-n", ""];
    const { stdout } = await connections.exec(target, ["sh", "-c", String.raw`printf '%s\0' "$@"`, "sh", ...argv]);
    expect(stdout.split("\0").slice(0, -1)).toEqual(argv);
  });

  it("tell of the signal that ended them", async () => {
    const { connections, publicKey } = await testClient();
    const { target } = await testServer(publicKey);
    expect(await connections.exec(target, "kill -KILL $$")).toMatchObject({ exitCode: null, signal: "KILL" });
  });

  it("share one connection, opened once however many ask at the same moment", async () => {
    const { connections, publicKey } = await testClient();
    const server = await testServer(publicKey);
    const results = await Promise.all(
      Array.from({ length: 20 }, (_, index) => connections.exec(server.target, `sleep 0.1; echo ${index}`)),
    );
    expect(results.map(({ stdout }) => Number(stdout))).toEqual(Array.from({ length: 20 }, (_, index) => index));
    expect(server.signedIn()).toBe(1);
    expect(server.mostCommands()).toBeLessThanOrEqual(8);
  });

  it("reach many VMs at the same moment without a warning", async () => {
    verifies("V2-07");
    const { connections, publicKey } = await testClient();
    const { target } = await testServer(publicKey);
    const warnings: Error[] = [];
    const onWarning = (warning: Error): void => void warnings.push(warning);
    process.on("warning", onWarning);
    onTestFinished(() => void process.off("warning", onWarning));
    const targets = Array.from({ length: 12 }, (_, index) => ({ ...target, vmId: `${target.vmId}-${index}` }));
    const results = await Promise.all(targets.map((one) => connections.exec(one, "true")));
    expect(results.map(({ exitCode }) => exitCode)).toEqual(targets.map(() => 0));
    expect(warnings).toEqual([]);
  });

  it("carry megabytes unharmed and keep only what is asked for", async () => {
    const { connections, publicKey } = await testClient();
    const { target } = await testServer(publicKey);
    let seen = 0;
    const result = await connections.exec(target, "head -c 10000000 /dev/zero", {
      maxOutputBytes: 1_000,
      onOutput: (chunk) => (seen += chunk.length),
    });
    expect(seen).toBe(10_000_000);
    expect(result.stdout).toHaveLength(1_000);
    expect(result.isTruncated).toBe(true);
  });

  it("end with their time, and the connection serves the next", async () => {
    const { connections, publicKey } = await testClient();
    const server = await testServer(publicKey);
    await expect(connections.exec(server.target, "sleep 30", { timeoutMs: 300 })).rejects.toMatchObject({
      code: "TIMED_OUT",
    });
    expect(await connections.exec(server.target, "echo on")).toMatchObject({ stdout: "on\n" });
    expect(server.signedIn()).toBe(1);
    await expect.poll(server.running).toBe(0);
  });

  it("end with the signal of whoever asked", async () => {
    const { connections, publicKey } = await testClient();
    const { target } = await testServer(publicKey);
    const abort = new AbortController();
    const running = connections.exec(target, "sleep 30", { signal: abort.signal });
    abort.abort(new Error("enough"));
    await expect(running).rejects.toThrow("enough");
  });

  it("say that the connection was lost instead of making up a result", async () => {
    const { connections, publicKey } = await testClient();
    const server = await testServer(publicKey);
    await connections.exec(server.target, "true");
    const running = connections.exec(server.target, "echo begun; sleep 30", { onOutput: () => server.drop() });
    await expect(running).rejects.toMatchObject({ code: "SSH_CONNECTION_LOST" });
    expect(await connections.exec(server.target, "echo back")).toMatchObject({ stdout: "back\n" });
    expect(server.signedIn()).toBe(2);
  });
});

describe("signing in", () => {
  it("is refused with another key, and says so", async () => {
    const { connections } = await testClient();
    const { target } = await testServer(createSshKeyPair("other").publicKey);
    await expect(connections.exec(target, "true")).rejects.toMatchObject({ code: "SSH_KEY_REFUSED" });
  });

  it("needs a key", async () => {
    const { connections, publicKey } = await testClient({ keyPath: undefined });
    const { target } = await testServer(publicKey);
    await expect(connections.exec(target, "true")).rejects.toMatchObject({ code: "SSH_KEY_MISSING" });
  });

  it("stops at a host key that has changed", async () => {
    verifies("V2-06");
    const { connections, knownHosts, publicKey } = await testClient();
    const [first, second] = [await testServer(publicKey), await testServer(publicKey)];
    await connections.exec(first.target, "true");
    await expect(connections.exec(second.target, "true")).rejects.toMatchObject({ code: "HOST_KEY_CHANGED" });
    expect(second.signedIn()).toBe(0);
    await knownHosts.forget(second.target.vmId);
    expect(await connections.exec(second.target, "true")).toMatchObject({ exitCode: 0 });
  });

  it("fails soon at a closed port", async () => {
    const { connections, publicKey } = await testClient();
    const { target } = await testServer(publicKey);
    await expect(connections.exec({ ...target, port: 1 }, "true")).rejects.toMatchObject({
      code: "SSH_UNREACHABLE",
      hint: expect.stringContaining("port 1"),
    });
  });

  it("gives up on a host that takes the connection and says nothing", async () => {
    const { connections, publicKey } = await testClient({ connectTimeoutMs: 200 });
    const { target } = await testServer(publicKey);
    const silent = createServer();
    await new Promise<void>((resolve) => {
      silent.listen(0, "127.0.0.1", resolve);
    });
    onTestFinished(() => void silent.close());
    const { port } = silent.address() as AddressInfo;
    await expect(connections.exec({ ...target, port }, "true")).rejects.toMatchObject({ code: "SSH_UNREACHABLE" });
  });

  it("waits for a server that comes up late, when told to", async () => {
    const { connections, publicKey } = await testClient({ waitForServerMs: 10_000 });
    const { target } = await testServer(publicKey);
    const placeholder = createServer();
    await new Promise<void>((resolve) => {
      placeholder.listen(0, "127.0.0.1", resolve);
    });
    const { port } = placeholder.address() as AddressInfo;
    placeholder.close();
    const running = connections.exec({ ...target, port }, "true", { timeoutMs: 10_000 });
    const { connect } = await import("node:net");
    const late = createServer((socket) => {
      // Either end may be reset when the test is over.
      pipeline(socket, connect(target.port, "127.0.0.1"), socket, () => {});
    });
    setTimeout(() => late.listen(port, "127.0.0.1"), 700);
    onTestFinished(() => void late.close());
    expect(await running).toMatchObject({ exitCode: 0 });
  });

  it("goes through a jump host", async () => {
    const { connections, publicKey } = await testClient();
    const jump = await testServer(publicKey, { name: "jump" });
    const inner = await testServer(publicKey, { name: "inner" });
    const target = { ...inner.target, jump: jump.target };
    expect(await connections.exec(target, "echo inside")).toMatchObject({ stdout: "inside\n" });
    expect([jump.signedIn(), inner.signedIn()]).toEqual([1, 1]);
    await expect(connections.exec({ ...target, port: 1 }, "true")).rejects.toMatchObject({ code: "SSH_UNREACHABLE" });
  });
});

describe("idle connections", () => {
  it("are closed, and opened again when needed", async () => {
    const { connections, publicKey } = await testClient({ idleMs: 50 });
    const server = await testServer(publicKey);
    await connections.exec(server.target, "true");
    await new Promise((resolve) => setTimeout(resolve, 400));
    await connections.exec(server.target, "true");
    expect(server.signedIn()).toBe(2);
  });
});
