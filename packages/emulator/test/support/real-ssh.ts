import { guestCloud, run, type GuestCloud, type Ran } from "./guest-cloud.ts";

/** A local Azure with one running guest, and the real OpenSSH to reach it by. */
export interface RealSsh {
  readonly cloud: GuestCloud;
  readonly port: number;
  /** Runs a command by `ssh`; its stdout. */
  readonly say: (command: string) => Promise<string>;
  /** Runs `scp` or `sftp`. */
  readonly copy: (program: "scp" | "sftp", args: readonly string[], input?: Uint8Array) => Promise<Ran>;
  /** Runs `rsync` with these arguments. */
  readonly rsync: (...args: readonly string[]) => Promise<Ran>;
}

/** The user and host of every guest, as programs are told of them. */
export const GUEST = "azureuser@127.0.0.1";

export async function realSsh(): Promise<RealSsh> {
  const cloud = await guestCloud();
  const port = await cloud.addVm("alpha");
  const [, , , , ...options] = cloud.sshArguments(port);
  const copyOptions = ["-i", cloud.keyPath, "-P", String(port), ...options];
  const shell = ["ssh", ...cloud.sshArguments(port)].join(" ");
  return {
    cloud,
    port,
    say: async (command) => textOf(await cloud.ssh(port, command)),
    copy: (program, args, input) => run(program, [...copyOptions, ...args], input),
    rsync: (...args) => run("rsync", ["-e", shell, ...args]),
  };
}

export function textOf({ stdout }: Ran): string {
  return stdout.toString();
}
