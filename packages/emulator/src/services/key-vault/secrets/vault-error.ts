import type { JsonObject } from "../../../json/json.ts";

/** What a vault's error may carry besides status, code and message. */
export interface VaultErrorOptions {
  /** Code of the error behind it. */
  readonly inner?: string;
  readonly headers?: Readonly<Record<string, string>>;
}

/** An answer of a vault's that is an error: thrown by handlers, turned into the response at one place. */
export class VaultError extends Error {
  override readonly name = "VaultError";
  readonly status: number;
  readonly code: string;
  readonly options: VaultErrorOptions;

  // oxlint-disable-next-line max-params -- the order in which a vault writes an error: status, code, message, extras
  constructor(status: number, code: string, message: string, options: VaultErrorOptions = {}) {
    super(message);
    this.status = status;
    this.code = code;
    this.options = options;
  }

  toBody(): JsonObject {
    const { inner } = this.options;
    const { code, message } = this;
    return { error: { code, message, ...(inner !== undefined && { innererror: { code: inner } }) } };
  }
}
