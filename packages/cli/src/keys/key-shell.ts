import { SshConnections, type KnownHosts, type RemoteShell } from "@azlin/ssh";
import type { Clock } from "@azlin/core";

/**
 * A shell that signs in with one private key and no other, anew for each command: only so is a command that runs a
 * proof that the key gets in.
 */
export function keyShell(
  keyPath: string,
  { knownHosts, clock }: { readonly knownHosts: KnownHosts; readonly clock: Clock },
): RemoteShell {
  return {
    exec: async (target, command, options) => {
      await using connections = new SshConnections({ knownHosts, keyPath, clock });
      return await connections.exec(target, command, options);
    },
  };
}
