import { spawn } from "node:child_process";
import { generateKeyPairSync } from "node:crypto";
import type { AddressInfo } from "node:net";
import ssh2, { type AuthContext, type Connection, type ServerChannel } from "ssh2";

/** An SSH server on this machine. */
export interface SshServer {
  readonly port: number;
  /** Commands that were run, as they arrived. */
  readonly commands: readonly string[];
  /** Connections that were signed in. */
  readonly connections: () => number;
  readonly close: () => Promise<void>;
}

/** Options of {@link sshServer}. */
export interface SshServerOptions {
  /** The one user, and the one public key that signs in, as in `authorized_keys`. */
  readonly user: string;
  readonly publicKey: string;
  /** Home and working directory of what is run. */
  readonly home: string;
}

/**
 * Starts an SSH server that speaks the real protocol and runs commands with `sh -c` in a directory, for tests of
 * clients. Not a sandbox: only commands of tests are run.
 */
export async function sshServer(options: SshServerOptions): Promise<SshServer> {
  const commands: string[] = [];
  const clients = new Set<Connection>();
  let connections = 0;
  const { privateKey } = generateKeyPairSync("rsa", { modulusLength: 2048 });
  const hostKey = privateKey.export({ type: "pkcs1", format: "pem" }).toString();
  const server = new ssh2.Server({ hostKeys: [hostKey] }, (client) => {
    clients.add(client);
    client.on("close", () => clients.delete(client));
    client.on("error", () => clients.delete(client));
    client.on("authentication", (context) =>
      isMeant(context, options) ? context.accept() : context.reject(["publickey"]),
    );
    client.on("ready", () => {
      connections += 1;
      client.on("session", (accept) => {
        const session = accept();
        session.on("exec", (acceptExec, _reject, { command }) => {
          commands.push(command);
          run(acceptExec(), command, options.home);
        });
      });
    });
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const close = async (): Promise<void> => {
    for (const client of clients) client.end();
    await new Promise<void>((resolve) => server.close(() => resolve()));
  };
  return { port: (server.address() as AddressInfo).port, commands, connections: () => connections, close };
}

function isMeant(context: AuthContext, { user, publicKey }: SshServerOptions): boolean {
  if (context.method !== "publickey" || context.username !== user) return false;
  const key = ssh2.utils.parseKey(publicKey);
  if (key instanceof Error || !key.getPublicSSH().equals(context.key.data)) return false;
  if (context.signature === undefined || context.blob === undefined) return true;
  // An error is what it returns for a signature that is none, whatever its type says.
  const verdict: unknown = key.verify(context.blob, context.signature, context.hashAlgo);
  return verdict === true;
}

function run(channel: ServerChannel, command: string, home: string): void {
  const child = spawn("sh", ["-c", command], {
    cwd: home,
    env: { PATH: process.env["PATH"], HOME: home, USER: "azureuser" },
  });
  channel.pipe(child.stdin);
  child.stdin.on("error", () => {});
  child.stdout.pipe(channel, { end: false });
  child.stderr.pipe(channel.stderr, { end: false });
  channel.on("close", () => child.kill());
  child.on("close", (code, signal) => {
    if (signal === null) channel.exit(code ?? 1);
    else channel.exit(signal.replace(/^SIG/, ""), false, "");
    channel.end();
  });
}
