import type { JsonObject } from "../../json/json.ts";

/** One entry of a Graph error's `details`. */
export interface GraphErrorDetail {
  readonly code: string;
  readonly message: string;
  readonly target: string;
}

/** What a Graph error may carry besides status, code and message. */
export interface GraphErrorOptions {
  readonly details?: readonly GraphErrorDetail[];
  readonly headers?: Readonly<Record<string, string>>;
}

/** Ids and time that Graph tells with each error. */
export interface ErrorStamp {
  readonly requestId: string;
  readonly clientRequestId: string;
  /** Milliseconds since the epoch. */
  readonly nowMs: number;
}

/** An answer of Microsoft Graph's that is an error: thrown by handlers, turned into the response at one place. */
export class GraphError extends Error {
  override readonly name = "GraphError";
  readonly status: number;
  readonly code: string;
  readonly options: GraphErrorOptions;

  // oxlint-disable-next-line max-params -- the order in which Graph writes an error: status, code, message, extras
  constructor(status: number, code: string, message: string, options: GraphErrorOptions = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.options = options;
  }

  toBody({ requestId, clientRequestId, nowMs }: ErrorStamp): JsonObject {
    const { details } = this.options;
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(details !== undefined && { details: details.map((detail) => ({ ...detail })) }),
        innerError: {
          date: new Date(nowMs).toISOString().slice(0, 19),
          "request-id": requestId,
          "client-request-id": clientRequestId,
        },
      },
    };
  }
}
