import type { Duplex } from "node:stream";
import { isAzlinError, type Clock } from "@azlin/core";
import pLimit, { type LimitFunction } from "p-limit";
import type { Client, ClientChannel } from "ssh2";
import type { SshTarget } from "../target/ssh-target.ts";
import { channelRefused, connectionLost } from "./ssh-error.ts";
import { remoteProcess, type RemoteProcess } from "./remote-process.ts";

/** Options of {@link SshConnection}. */
export interface SshConnectionOptions {
  /** Commands at once; further ones wait their turn. */
  readonly maxChannels: number;
  readonly clock: Clock;
}

/** Times a host may refuse a command while nothing else runs on it. */
const MAX_REFUSALS = 6;
const REFUSAL_WAIT_MS = 50;
const MAX_REFUSAL_WAIT_MS = 1_000;

/** A signed-in connection to one host, whose commands share it as channels. */
export class SshConnection {
  readonly target: SshTarget;
  readonly #client: Client;
  readonly #channels: LimitFunction;
  readonly #closed: Promise<void>;
  readonly #clock: Clock;
  readonly #gone = new AbortController();
  #isClosed = false;
  #running = 0;
  #uses = 0;
  #lastUse = 0;

  constructor(target: SshTarget, client: Client, { maxChannels, clock }: SshConnectionOptions) {
    this.target = target;
    this.#clock = clock;
    this.#client = client;
    this.#channels = pLimit(maxChannels);
    this.#closed = new Promise((resolve) => {
      client.once("close", () => {
        this.#isClosed = true;
        this.#gone.abort();
        resolve();
      });
    });
  }

  get isClosed(): boolean {
    return this.#isClosed;
  }

  /** Resolves when the connection is gone, for whatever reason. */
  get closed(): Promise<void> {
    return this.#closed;
  }

  /** Aborts when the connection is gone. */
  get closedSignal(): AbortSignal {
    return this.#gone.signal;
  }

  /** Commands and forwarded connections under way. */
  get uses(): number {
    return this.#uses;
  }

  /** A number that grows with every command: whether the connection was used since it was last looked at. */
  get lastUse(): number {
    return this.#lastUse;
  }

  /**
   * Starts a program and hands it to `work`; its channel is free again when `work` is done.
   *
   * @throws TransportError (`SSH_CONNECTION_LOST`, `SSH_CHANNEL_REFUSED`); what `work` throws; the signal's reason.
   */
  run<T>(command: string, signal: AbortSignal | undefined, work: (process: RemoteProcess) => Promise<T>): Promise<T> {
    this.#uses += 1;
    this.#lastUse += 1;
    const done = this.#channels(async () => {
      signal?.throwIfAborted();
      const process = await this.#startWhenTaken(command, signal);
      this.#running += 1;
      const onAbort = (): void => process.kill();
      signal?.addEventListener("abort", onAbort, { once: true });
      try {
        signal?.throwIfAborted();
        return await work(process);
      } finally {
        signal?.removeEventListener("abort", onAbort);
        process.kill();
        this.#running -= 1;
      }
    });
    return done.finally(() => (this.#uses -= 1));
  }

  /**
   * A byte stream to a host that this one can reach, in use until it closes.
   *
   * @throws TransportError (`SSH_UNREACHABLE` of the far host is the caller's to make from the cause).
   */
  async forward({ host, port }: Pick<SshTarget, "host" | "port">): Promise<Duplex> {
    this.#uses += 1;
    this.#lastUse += 1;
    try {
      const stream = await new Promise<ClientChannel>((resolve, reject) => {
        this.#client.forwardOut("127.0.0.1", 0, host, port, (error, channel) =>
          error === undefined ? resolve(channel) : reject(error),
        );
      });
      stream.once("close", () => (this.#uses -= 1));
      return stream;
    } catch (error) {
      this.#uses -= 1;
      throw error;
    }
  }

  /** Ends the connection and with it whatever runs over it. */
  async close(): Promise<void> {
    if (this.#isClosed) return;
    this.#client.end();
    this.#client.destroy();
    await this.#closed;
  }

  /** A host may allow fewer commands at once than we do, and needs a moment to see that one has ended. */
  async #startWhenTaken(command: string, signal: AbortSignal | undefined): Promise<RemoteProcess> {
    for (let refusals = 1; ; refusals += 1) {
      try {
        return await this.#start(command);
      } catch (error) {
        const isFinal = this.#running === 0 && refusals >= MAX_REFUSALS;
        if (isFinal || !isAzlinError(error, "SSH_CHANNEL_REFUSED")) throw error;
        await this.#clock.delay(Math.min(MAX_REFUSAL_WAIT_MS, REFUSAL_WAIT_MS * 2 ** refusals), { signal });
      }
    }
  }

  #start(command: string): Promise<RemoteProcess> {
    return new Promise((resolve, reject) => {
      if (this.#isClosed) return reject(connectionLost(this.target));
      const onClose = (): void => reject(connectionLost(this.target));
      this.#client.once("close", onClose);
      try {
        this.#client.exec(command, (error, channel) => {
          this.#client.off("close", onClose);
          // At once: a short program's end may be in the packets that are read together with its start.
          if (error === undefined) resolve(remoteProcess(channel, () => connectionLost(this.target)));
          else reject(this.#isClosed ? connectionLost(this.target, error) : channelRefused(this.target, error));
        });
      } catch (error) {
        reject(connectionLost(this.target, error));
      }
    });
  }
}
