import { readFile } from "node:fs/promises";
import { AuthenticationError } from "@azlin/core";

/** With what to sign in. */
export interface SshIdentity {
  /** Path of a private key. */
  readonly keyPath?: string | undefined;
  /** Socket of an ssh-agent, usually `SSH_AUTH_SOCK`; asked when there is no key that can be used. */
  readonly agentSocket?: string | undefined;
}

/** What ssh2 takes of an identity. */
export interface IdentityConfig {
  readonly privateKey?: string;
  readonly agent?: string;
}

/**
 * Reads the key; when there is none, or it has a passphrase that only the agent knows, the agent is used.
 *
 * @throws AuthenticationError (`SSH_KEY_UNREADABLE`, `SSH_KEY_MISSING`).
 */
export async function loadIdentity({ keyPath, agentSocket }: SshIdentity): Promise<IdentityConfig> {
  const agent = agentSocket === undefined || agentSocket === "" ? undefined : agentSocket;
  try {
    if (keyPath !== undefined) return { privateKey: await usableKey(keyPath) };
  } catch (error) {
    if (agent === undefined) throw unreadable(keyPath!, error);
  }
  if (agent !== undefined) return { agent };
  throw new AuthenticationError("SSH_KEY_MISSING", "There is no SSH key to sign in with.", {
    hint: "Name a private key (--key), or start an ssh-agent that has one.",
  });
}

async function usableKey(path: string): Promise<string> {
  const text = await readFile(path, "utf8");
  const { default: ssh2 } = await import("ssh2");
  const parsed = ssh2.utils.parseKey(text);
  if (parsed instanceof Error) throw parsed;
  return text;
}

function unreadable(path: string, cause: unknown): AuthenticationError {
  return new AuthenticationError("SSH_KEY_UNREADABLE", `The SSH key ${path} cannot be used: ${String(cause)}`, {
    hint: "Check the path and its permissions. A key with a passphrase is used through ssh-agent.",
    details: { path },
    cause,
  });
}
