import { spawn } from "node:child_process";
import { mkdir, mkdtemp, rm } from "node:fs/promises";
import { connect, type AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import { join } from "node:path";
import ssh2, { type Connection, type ServerChannel } from "ssh2";
import { onTestFinished } from "vitest";
import { createSshKeyPair, KnownHosts, parsePublicKey, SshConnections, type SshTarget } from "../src/index.ts";

/** A small SSH server for tests: commands run with `sh` in a directory of its own. */
export interface TestServer {
  readonly home: string;
  readonly target: SshTarget;
  /** Connections that have signed in so far. */
  readonly signedIn: () => number;
  /** Commands that were under way at once, at most. */
  readonly mostCommands: () => number;
  /** Commands that are under way. */
  readonly running: () => number;
  /** Ends every connection as a broken network would. */
  readonly drop: () => void;
  /** Ends every connection once the clients have sent so many bytes more. */
  readonly dropAfter: (bytes: number) => void;
}

/** What a test connects with. */
export interface TestClient {
  readonly directory: string;
  readonly keyPath: string;
  readonly publicKey: string;
  readonly knownHosts: KnownHosts;
  readonly connections: SshConnections;
}

export interface TestServerOptions {
  readonly name?: string;
  readonly hostKey?: string;
  readonly path?: string;
}

const VMS = "/subscriptions/s/resourceGroups/Group/providers/Microsoft.Compute/virtualMachines";

/** A directory that is removed when the test ends. */
export async function temporaryDirectory(): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), "azlin-ssh-"));
  onTestFinished(() => rm(directory, { recursive: true, force: true }));
  return directory;
}

/** A key, a known-hosts file and connections; closed when the test ends. */
export async function testClient(
  options: Partial<ConstructorParameters<typeof SshConnections>[0]> = {},
): Promise<TestClient> {
  const directory = await temporaryDirectory();
  const { ensureSshKey } = await import("../src/index.ts");
  const { path: keyPath, publicKey } = await ensureSshKey({ path: join(directory, "keys", "key"), comment: "test" });
  const knownHosts = new KnownHosts(join(directory, "azlin"));
  const connections = new SshConnections({ keyPath, knownHosts, ...options });
  onTestFinished(() => connections.close());
  return { directory, keyPath, publicKey, knownHosts, connections };
}

/** Starts a server that lets one key in; it stops when the test ends. */
export async function testServer(publicKey: string, options: TestServerOptions = {}): Promise<TestServer> {
  const directory = await temporaryDirectory();
  const home = join(directory, "home dir");
  await mkdir(home);
  const { blob } = parsePublicKey(publicKey);
  const hostKey = options.hostKey ?? createSshKeyPair("host").privateKey;
  let signedIn = 0;
  let running = 0;
  let most = 0;
  let quota = Number.POSITIVE_INFINITY;
  const clients = new Set<Connection>();
  const drop = (): void => {
    quota = Number.POSITIVE_INFINITY;
    for (const client of clients) (client as unknown as { _sock: { destroy(): void } })._sock.destroy();
  };
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    clients.add(client);
    client.on("error", () => {});
    client.on("close", () => clients.delete(client));
    client.on("authentication", (auth) => {
      const isKey = auth.method === "publickey" && auth.key.data.equals(blob) && auth.username === "azureuser";
      if (isKey) auth.accept();
      else auth.reject(["publickey"]);
    });
    client.on("ready", () => {
      signedIn += 1;
      client.on("tcpip", (accept, _reject, { destIP, destPort }) => {
        const socket = connect(destPort, destIP);
        const channel = accept();
        socket.on("error", () => channel.close());
        channel.pipe(socket).pipe(channel);
      });
      client.on("session", (accept) => {
        accept().on("exec", (acceptExec, _reject, { command }) => {
          const channel = acceptExec();
          running += 1;
          most = Math.max(most, running);
          channel.on("data", (chunk: Buffer) => {
            quota -= chunk.length;
            if (quota <= 0) drop();
          });
          run(channel, command, { home, path: options.path, ended: () => (running -= 1) });
        });
      });
    });
  });
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve);
  });
  server.on("connection", (client) => (client as unknown as { setNoDelay(on: boolean): void }).setNoDelay(true));
  onTestFinished(() => {
    drop();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  const name = options.name ?? "vm-1";
  return {
    home,
    target: { vmId: `${VMS}/${name}`, name, host: "127.0.0.1", port, user: "azureuser" },
    signedIn: () => signedIn,
    mostCommands: () => most,
    running: () => running,
    drop,
    dropAfter: (bytes) => (quota = bytes),
  };
}

function run(
  channel: ServerChannel,
  command: string,
  { home, path, ended }: { home: string; path: string | undefined; ended: () => void },
): void {
  const child = spawn("sh", ["-c", command], {
    cwd: home,
    env: { HOME: home, PATH: path ?? process.env["PATH"] },
    detached: true,
  });
  child.stdin.on("error", () => {});
  channel.on("error", () => {});
  channel.pipe(child.stdin);
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  const kill = (): void => {
    try {
      process.kill(-child.pid!, "SIGTERM");
    } catch {
      // It has ended by itself.
    }
  };
  (channel as unknown as NodeJS.EventEmitter).on("signal", kill);
  channel.on("close", kill);
  child.on("close", (code, signal) => {
    ended();
    if (code === null) channel.exit(signal ?? "SIGTERM");
    else channel.exit(code);
    channel.end();
  });
}
