import { request } from "node:http";
import {
  PrerequisiteError,
  TransportError,
  ValidationError,
  type AbortOptions,
  type SerializedError,
} from "@azlin/core";
import type { DaemonReport, VmExplanation } from "../daemon/daemon-report.ts";
import type { HookType } from "../hooks/hook-type.ts";
import { isOwnSocket } from "./socket-place.ts";

/** Milliseconds that the daemon has for an answer. */
const ANSWER_MS = 5_000;

/** Asks the daemon on its socket. Every method answers `undefined` when none is there. */
export class ControlClient {
  readonly #path: string;

  constructor(path: string) {
    this.#path = path;
  }

  /** What it says of itself and of its VMs: one request. @throws TransportError (`DAEMON_SILENT`); the signal's reason. */
  status(options: AbortOptions = {}): Promise<DaemonReport | undefined> {
    return this.#ask("GET", "/status", options);
  }

  /** All that it knows of a VM. @throws ValidationError (`VM_NOT_MONITORED`) when it does not check it. */
  explain(vmId: string, options: AbortOptions = {}): Promise<VmExplanation | undefined> {
    return this.#ask("GET", `/explain?${queryOf({ vm: vmId })}`, options);
  }

  /** Has it read its configuration now. @returns what it says then. */
  reload(options: AbortOptions = {}): Promise<DaemonReport | undefined> {
    return this.#ask("POST", "/reload", options);
  }

  /** Has it end; it answers before it does. */
  stop(options: AbortOptions = {}): Promise<DaemonReport | undefined> {
    return this.#ask("POST", "/stop", options);
  }

  /** Tells it what was done to a VM, so that it fires the hook. @returns whether it checks that VM. */
  async announce(vmId: string, type: HookType, options: AbortOptions = {}): Promise<boolean> {
    const query = queryOf({ vm: vmId, type });
    const answer = await this.#ask<{ readonly isMonitored: boolean }>("POST", `/events?${query}`, options);
    return answer?.isMonitored === true;
  }

  /** Its metrics as Prometheus wants them. */
  async metrics(options: AbortOptions = {}): Promise<string | undefined> {
    return this.#exchange("GET", "/metrics", options);
  }

  async #ask<T>(method: string, path: string, options: AbortOptions): Promise<T | undefined> {
    const text = await this.#exchange(method, path, options);
    return text === undefined ? undefined : (JSON.parse(text) as T);
  }

  async #exchange(method: string, path: string, { signal }: AbortOptions): Promise<string | undefined> {
    signal?.throwIfAborted();
    if (!(await isOwnSocket(this.#path))) return undefined;
    return new Promise((resolve, reject) => {
      const sent = request({ socketPath: this.#path, method, path, timeout: ANSWER_MS, ...(signal && { signal }) });
      sent.once("timeout", () => sent.destroy(silent(this.#path)));
      sent.once("error", (error) => {
        if (signal?.aborted === true) reject(signal.reason as Error);
        else if (isNobody(error)) resolve(undefined);
        else reject(error instanceof TransportError ? error : silent(this.#path, error));
      });
      sent.once("response", (response) => {
        const chunks: Buffer[] = [];
        response.on("data", (chunk: Buffer) => chunks.push(chunk));
        response.once("error", (error) => reject(silent(this.#path, error)));
        response.once("end", () => {
          const text = Buffer.concat(chunks).toString("utf8");
          if (response.statusCode === 200) resolve(text);
          else reject(refusalOf(text));
        });
      });
      sent.end();
    });
  }
}

function queryOf(fields: Readonly<Record<string, string>>): string {
  return new URLSearchParams(fields).toString();
}

/** Nobody listens on the socket: its daemon is dead, or is ending at this moment. */
function isNobody(error: Error): boolean {
  const code = "code" in error ? String(error.code) : "";
  return code === "ECONNREFUSED" || code === "ENOENT" || code === "ECONNRESET" || code === "EPIPE";
}

function refusalOf(text: string): Error {
  const { error } = JSON.parse(text) as { readonly error: SerializedError };
  const options = { details: error.details ?? {}, ...(error.hint !== undefined && { hint: error.hint }) };
  return error.code === "VM_NOT_MONITORED" || error.code === "UNKNOWN_REQUEST"
    ? new ValidationError(error.code, error.message, options)
    : new PrerequisiteError(error.code, error.message, options);
}

function silent(path: string, cause?: unknown): TransportError {
  return new TransportError("DAEMON_SILENT", "The lifecycle daemon does not answer.", {
    hint: "See 'azlin lifecycle daemon logs'; 'azlin lifecycle daemon restart' ends it and starts another.",
    details: { socket: path },
    cause,
  });
}
