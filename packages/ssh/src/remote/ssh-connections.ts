import { setMaxListeners } from "node:events";
import { resourceKey, retry, systemClock, waits, withDeadline, type Clock, type OperationOptions } from "@azlin/core";
import type { KnownHosts } from "../host-keys/known-hosts.ts";
import { shellQuote } from "../quote/shell-quote.ts";
import type { SshTarget } from "../target/ssh-target.ts";
import { connectClient } from "./connect-client.ts";
import { OutputBuffer } from "./output-buffer.ts";
import type { RemoteProcess } from "./remote-process.ts";
import type { ExecOptions, ExecResult, RemoteCommand, RemoteShell } from "./remote-shell.ts";
import { SshConnection } from "./ssh-connection.ts";
import { connectError } from "./ssh-error.ts";
import { loadIdentity, type IdentityConfig, type SshIdentity } from "./ssh-identity.ts";

/** Options of {@link SshConnections}. */
export interface SshConnectionsOptions extends SshIdentity {
  readonly knownHosts: KnownHosts;
  /** Commands at once on one host; further ones wait. OpenSSH's server takes 10. Default 8. */
  readonly maxChannels?: number;
  /** Milliseconds for connecting and signing in, once. Default 20,000. */
  readonly connectTimeoutMs?: number;
  /**
   * Milliseconds to go on trying to reach a host that does not answer yet, as one that is starting. Default 0: one
   * try.
   */
  readonly waitForServerMs?: number;
  /** Milliseconds without a command after which, or at most twice that, a connection is closed. Default 60,000. */
  readonly idleMs?: number;
  /** Milliseconds of silence after which a host is asked whether it is there; lost after three. Default 15,000. */
  readonly keepaliveMs?: number;
  /** Default: the system's. */
  readonly clock?: Clock;
}

/** Options of {@link SshConnections.open}. */
export interface OpenOptions extends OperationOptions {
  readonly command: RemoteCommand;
}

const DEFAULT_OUTPUT_BYTES = 4 * 1024 * 1024;
/** Waits between tries to reach a server that is not up yet. */
const SERVER_WAITS_MS = [500, 1_000, 2_000, 4_000, 5_000];

/**
 * Runs programs over one connection per host, opened when first needed, shared by all commands, and closed when
 * idle. Dispose it when done: open connections keep the process alive.
 */
export class SshConnections implements RemoteShell, AsyncDisposable {
  readonly #options: SshConnectionsOptions;
  readonly #clock: Clock;
  readonly #connections = new Map<string, Promise<SshConnection>>();
  readonly #stop = new AbortController();
  #identity: Promise<IdentityConfig> | undefined;

  constructor(options: SshConnectionsOptions) {
    this.#options = options;
    this.#clock = options.clock ?? systemClock;
    // Every connection that is being made listens to it; Node would take more than ten for a leak.
    setMaxListeners(0, this.#stop.signal);
  }

  async exec(target: SshTarget, command: RemoteCommand, options: ExecOptions = {}): Promise<ExecResult> {
    const { stdin, maxOutputBytes = DEFAULT_OUTPUT_BYTES, onOutput } = options;
    const stdout = new OutputBuffer(maxOutputBytes);
    const stderr = new OutputBuffer(maxOutputBytes);
    return this.open(target, { ...options, command }, async (process) => {
      const startMs = this.#clock.now();
      process.stdout.on("data", (chunk: Buffer) => {
        stdout.add(chunk);
        onOutput?.(chunk, "stdout");
      });
      process.stderr.on("data", (chunk: Buffer) => {
        stderr.add(chunk);
        onOutput?.(chunk, "stderr");
      });
      process.stdin.end(stdin);
      const exit = await process.exit;
      return {
        ...exit,
        stdout: stdout.bytes().toString("utf8"),
        stderr: stderr.bytes().toString("utf8"),
        isTruncated: stdout.isTruncated || stderr.isTruncated,
        durationMs: this.#clock.now() - startMs,
      };
    });
  }

  /**
   * Starts a program and hands its streams to `work`. It is ended when `work` is done, the signal aborts or the time
   * is up.
   *
   * @param options - of the whole: connecting, running and `work`.
   * @throws as {@link RemoteShell.exec}, and what `work` throws.
   */
  open<T>(target: SshTarget, options: OpenOptions, work: (process: RemoteProcess) => Promise<T>): Promise<T> {
    const { command } = options;
    const line = typeof command === "string" ? command : shellQuote(command);
    return withDeadline(`a command on ${target.name}`, { ...options, clock: this.#clock }, async (signal) => {
      let isBegun = false;
      const run = async (connection: SshConnection): Promise<T> =>
        connection.run(line, signal, (process) => {
          isBegun = true;
          return work(process);
        });
      const first = await this.#connection(target, signal);
      try {
        return await run(first);
      } catch (error) {
        // A kept connection may have died unnoticed: nothing was sent yet, so a new one may be tried.
        if (isBegun || !first.isClosed || signal.aborted) throw error;
        return run(await this.#connection(target, signal));
      }
    });
  }

  /** Ends all connections and whatever runs over them. */
  async close(): Promise<void> {
    this.#stop.abort(new Error("SSH connections were closed."));
    const connections = [...this.#connections.values()];
    this.#connections.clear();
    await Promise.all(
      connections.map(async (pending) => {
        const connection = await pending.catch(() => undefined);
        await connection?.close();
      }),
    );
  }

  async [Symbol.asyncDispose](): Promise<void> {
    await this.close();
  }

  async #connection(target: SshTarget, signal: AbortSignal): Promise<SshConnection> {
    const key = keyOf(target);
    const found = this.#connections.get(key);
    if (found !== undefined) return abortable(found, signal);
    // Belongs to all who wait for it: one of them giving up must not end it for the others.
    const pending = this.#connect(target);
    this.#connections.set(key, pending);
    const forget = (): void => {
      if (this.#connections.get(key) === pending) this.#connections.delete(key);
    };
    pending.then((connection) => {
      void connection.closed.then(forget);
      // Ends by the stop of everything, or with the connection.
      return this.#closeWhenIdle(connection, forget).catch(() => {});
    }, forget);
    return abortable(pending, signal);
  }

  #connect(target: SshTarget): Promise<SshConnection> {
    const { waitForServerMs = 0 } = this.#options;
    return retry(() => this.#connectOnce(target), {
      strategies: [waits(SERVER_WAITS_MS, { codes: ["SSH_UNREACHABLE"] })],
      maxAttempts: waitForServerMs > 0 ? Number.POSITIVE_INFINITY : 1,
      deadlineMs: waitForServerMs,
      signal: this.#stop.signal,
      clock: this.#clock,
    });
  }

  async #connectOnce(target: SshTarget): Promise<SshConnection> {
    const { signal } = this.#stop;
    const { knownHosts, connectTimeoutMs = 20_000, keepaliveMs = 15_000, maxChannels = 8 } = this.#options;
    this.#identity ??= loadIdentity(this.#options);
    const identity = await this.#identity;
    const socket = await this.#throughJump(target);
    const context = { knownHosts, identity, connectTimeoutMs, keepaliveMs, socket, signal };
    return new SshConnection(target, await connectClient(target, context), { maxChannels, clock: this.#clock });
  }

  async #throughJump(target: SshTarget) {
    if (target.jump === undefined) return undefined;
    const jump = await this.#connection(target.jump, this.#stop.signal);
    try {
      return await jump.forward(target);
    } catch (error) {
      throw connectError(error, target);
    }
  }

  /** Looks at a connection from time to time until it has not been used in between. */
  async #closeWhenIdle(connection: SshConnection, forget: () => void): Promise<void> {
    const { idleMs = 60_000 } = this.#options;
    const signal = AbortSignal.any([this.#stop.signal, connection.closedSignal]);
    for (let lastUse = -1; connection.uses > 0 || connection.lastUse !== lastUse;) {
      lastUse = connection.lastUse;
      await this.#clock.delay(idleMs, { signal });
    }
    forget();
    await connection.close();
  }
}

function keyOf(target: SshTarget): string {
  const { vmId, host, port, user, jump } = target;
  return JSON.stringify([resourceKey(vmId), host, port, user, jump === undefined ? null : keyOf(jump)]);
}

async function abortable<T>(pending: Promise<T>, signal: AbortSignal): Promise<T> {
  signal.throwIfAborted();
  return new Promise<T>((resolve, reject) => {
    const onAbort = (): void => reject(signal.reason);
    signal.addEventListener("abort", onAbort, { once: true });
    pending.then(resolve, reject).finally(() => signal.removeEventListener("abort", onAbort));
  });
}
