import { homedir } from "node:os";
import { resolve } from "node:path";
import { sshKeyPath } from "@azlin/ssh";
import type { Context } from "../context.ts";

/** Path of the private key that signs in to VMs: the named one, else that of the configuration, else azlin's own. */
export async function privateKeyPath(named: string | undefined, context: Context): Promise<string> {
  const { sshKey } = await context.settings();
  return resolve(named ?? sshKey ?? sshKeyPath(context.env["HOME"] || homedir()));
}
