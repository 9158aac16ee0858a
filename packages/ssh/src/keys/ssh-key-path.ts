import { join } from "node:path";

/**
 * Where azlin keeps the key that signs in to its VMs: `~/.ssh/azlin_key`; the public one is beside it in
 * `azlin_key.pub`.
 *
 * @param home - the user's home directory.
 */
export function sshKeyPath(home: string): string {
  return join(home, ".ssh", "azlin_key");
}
