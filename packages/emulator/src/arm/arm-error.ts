import type { JsonObject } from "../json/json.ts";

/** One entry of an ARM error's `details`. */
export interface ArmErrorDetail {
  readonly code?: string;
  readonly message: string;
  readonly target?: string;
}

/** What an ARM error may carry besides status, code and message. */
export interface ArmErrorOptions {
  readonly target?: string;
  readonly details?: readonly ArmErrorDetail[];
  /** What is told beside the error, by type: policies that refused. */
  readonly additionalInfo?: readonly { readonly type: string; readonly info: JsonObject }[];
  readonly headers?: Readonly<Record<string, string>>;
  /** `x-ms-failure-cause`: `gateway` for Resource Manager itself (default), `service` for a provider. */
  readonly cause?: "gateway" | "service";
}

/** An answer of Azure's that is an error: thrown by handlers, turned into the response at one place. */
export class ArmError extends Error {
  override readonly name = "ArmError";
  readonly status: number;
  readonly code: string;
  readonly options: ArmErrorOptions;

  // oxlint-disable-next-line max-params -- the order in which Azure writes an error: status, code, message, extras
  constructor(status: number, code: string, message: string, options: ArmErrorOptions = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.options = options;
  }

  toBody(): JsonObject {
    const { target, details, additionalInfo } = this.options;
    return {
      error: {
        code: this.code,
        message: this.message,
        ...(target !== undefined && { target }),
        ...(details !== undefined && { details: details.map((detail) => ({ ...detail })) }),
        ...(additionalInfo !== undefined && { additionalInfo: additionalInfo.map((info) => ({ ...info })) }),
      },
    };
  }
}
