import { Client } from "ssh2";
import { KEY } from "./guest-cloud.ts";

/** What a command did. */
export interface ClientAnswer {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

/** Runs a command in a guest by the `ssh2` client, in process. */
export function sshClient(
  port: number,
  command: string,
  options: { readonly user?: string; readonly key?: string; readonly input?: string } = {},
): Promise<ClientAnswer> {
  const client = new Client();
  return new Promise<ClientAnswer>((resolve, reject) => {
    client.on("error", reject);
    client.on("close", () => reject(new Error("The connection has ended.")));
    client.once("connect", () => client.setNoDelay(true));
    client.once("ready", () => {
      client.exec(command, (error, channel) => {
        if (error !== undefined) return reject(error);
        let [stdout, stderr, code] = ["", "", null as number | null];
        channel.on("data", (chunk: Buffer) => (stdout += chunk.toString()));
        channel.stderr.on("data", (chunk: Buffer) => (stderr += chunk.toString()));
        channel.on("exit", (status: number | null) => (code = status));
        channel.on("close", () => resolve({ code, stdout, stderr }));
        channel.end(options.input ?? "");
      });
    });
    const { user: username = "azureuser", key: privateKey = KEY.privateKey } = options;
    client.connect({ host: "127.0.0.1", port, username, privateKey });
  }).finally(() => client.end());
}

/** The host key that a guest shows, in base64. */
export function hostKeyOf(port: number): Promise<string> {
  const client = new Client();
  return new Promise<string>((resolve, reject) => {
    client.on("error", reject);
    const hostVerifier = (key: Buffer): boolean => {
      resolve(key.toString("base64"));
      return true;
    };
    client.connect({ host: "127.0.0.1", port, username: "azureuser", privateKey: KEY.privateKey, hostVerifier });
  }).finally(() => client.end());
}
