import type { Duplex } from "node:stream";
import type { Client, ConnectConfig } from "ssh2";
import type { KnownHosts } from "../host-keys/known-hosts.ts";
import type { SshTarget } from "../target/ssh-target.ts";
import { connectError } from "./ssh-error.ts";
import type { IdentityConfig } from "./ssh-identity.ts";

/** What {@link connectClient} works with. */
export interface ConnectContext {
  readonly knownHosts: KnownHosts;
  readonly identity: IdentityConfig;
  /** Milliseconds allowed for connecting, key exchange and sign-in together. */
  readonly connectTimeoutMs: number;
  /** Milliseconds of silence after which the host is asked whether it is still there; lost after three. */
  readonly keepaliveMs: number;
  /** Carries the connection instead of a socket of its own: a way through a jump host. */
  readonly socket?: Duplex | undefined;
  readonly signal?: AbortSignal | undefined;
}

const KEEPALIVES = 3;
/** What OpenSSH prefers too, so that both pin the same key of a host. */
const HOST_KEY_TYPES = [
  "ssh-ed25519",
  "ecdsa-sha2-nistp256",
  "ecdsa-sha2-nistp384",
  "ecdsa-sha2-nistp521",
  "rsa-sha2-512",
  "rsa-sha2-256",
] as const;

/**
 * Connects and signs in.
 *
 * @throws TransportError (`SSH_UNREACHABLE`), AuthenticationError (`SSH_KEY_REFUSED`), ConflictError
 * (`HOST_KEY_CHANGED`), the signal's reason.
 */
export async function connectClient(target: SshTarget, context: ConnectContext): Promise<Client> {
  const { knownHosts, signal } = context;
  signal?.throwIfAborted();
  const pinned = await knownHosts.keysOf(target.vmId);
  const pinnedTypes = new Set(pinned.map(({ type }) => type));
  const { default: ssh2 } = await import("ssh2");
  const client = new ssh2.Client();
  return new Promise<Client>((resolve, reject) => {
    let refused: unknown;
    const fail = (error: unknown): void => {
      signal?.removeEventListener("abort", onAbort);
      client.destroy();
      reject(connectError(refused ?? error, target));
    };
    const onAbort = (): void => {
      signal?.removeEventListener("abort", onAbort);
      client.destroy();
      reject(signal?.reason);
    };
    signal?.addEventListener("abort", onAbort, { once: true });
    client.on("error", fail);
    client.once("close", () => fail(new Error("the connection was closed before sign-in")));
    // Without it every small packet waits for the answer to the one before, 40 ms each.
    client.once("connect", () => client.setNoDelay(true));
    client.once("ready", () => {
      signal?.removeEventListener("abort", onAbort);
      client.off("error", fail);
      // An error of a connection in use is followed by its close, which is what its commands hear of.
      client.on("error", () => {});
      resolve(client);
    });
    client.connect({
      ...configOf(target, context, pinnedTypes),
      hostVerifier: (key: Buffer, verify: (isValid: boolean) => void) => {
        knownHosts.verify(target, key).then(
          () => verify(true),
          (error: unknown) => {
            refused = error;
            verify(false);
          },
        );
      },
    });
  });
}

function configOf(target: SshTarget, context: ConnectContext, pinnedTypes: ReadonlySet<string>): ConnectConfig {
  return {
    host: target.host,
    port: target.port,
    username: target.user,
    ...context.identity,
    ...(context.socket !== undefined && { sock: context.socket }),
    readyTimeout: context.connectTimeoutMs,
    keepaliveInterval: context.keepaliveMs,
    keepaliveCountMax: KEEPALIVES,
    algorithms: { serverHostKey: [...HOST_KEY_TYPES].sort((a, b) => rank(b, pinnedTypes) - rank(a, pinnedTypes)) },
  };
}

/** Types that are pinned come first: a host with several keys then shows the one we know. */
function rank(algorithm: string, pinnedTypes: ReadonlySet<string>): number {
  return pinnedTypes.has(algorithm.startsWith("rsa-") ? "ssh-rsa" : algorithm) ? 1 : 0;
}
