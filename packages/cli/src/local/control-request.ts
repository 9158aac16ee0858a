import { request } from "node:http";
import { text } from "node:stream/consumers";
import { TransportError, ValidationError } from "@azlin/core";

/** A call of the local Azure's control API. */
export interface ControlCall {
  readonly method: "GET" | "PUT" | "POST" | "DELETE";
  /** Below `/_emulator/`; empty for the summary. */
  readonly path: string;
  readonly body?: unknown;
  readonly signal?: AbortSignal | undefined;
}

/** An answer of the control API. */
export interface ControlAnswer {
  readonly status: number;
  readonly headers: NodeJS.Dict<string | string[]>;
  readonly body: unknown;
}

/**
 * Calls the control API and returns what it answers. The built-in `fetch` would do, but takes 25 ms to load.
 *
 * @throws ValidationError with the API's code when it refuses; TransportError (`LOCAL_CLOUD_UNREACHABLE`).
 */
export async function controlRequest(url: string, call: ControlCall): Promise<unknown> {
  const { status, body } = await sendControl(url, call);
  if (status < 400) return body;
  const { code, message, hint } = (body as { error?: { code?: string; message?: string; hint?: string } }).error ?? {};
  throw new ValidationError(code ?? "LOCAL_CLOUD_REFUSED", message ?? `The local Azure answered ${status}.`, {
    hint: hint ?? "See 'azlin local --help'.",
  });
}

/**
 * Sends one call and returns the whole answer.
 *
 * @throws TransportError (`LOCAL_CLOUD_UNREACHABLE`) when nothing answers, or not with JSON.
 */
export async function sendControl(url: string, { method, path, body, signal }: ControlCall): Promise<ControlAnswer> {
  const payload = body === undefined ? "" : JSON.stringify(body);
  const headers = { "content-type": "application/json", "content-length": Buffer.byteLength(payload) };
  try {
    return await new Promise<ControlAnswer>((resolve, reject) => {
      const outgoing = request(`${url}/_emulator/${path}`, { method, headers, agent: false, signal }, (answer) => {
        text(answer)
          .then((read) => resolve({ status: answer.statusCode ?? 0, headers: answer.headers, body: JSON.parse(read) }))
          .catch(reject);
      });
      outgoing.on("error", reject);
      outgoing.end(payload);
    });
  } catch (error) {
    signal?.throwIfAborted();
    throw new TransportError("LOCAL_CLOUD_UNREACHABLE", `No local Azure answers at ${url}.`, {
      hint: "Start it with 'azlin local start'.",
      cause: error,
    });
  }
}
