const BRAND = Symbol.for("azlin.error");

/** What every azlin error may carry besides its message. */
export interface AzlinErrorOptions extends ErrorOptions {
  /** The way out, as a sentence; shown below the message. */
  readonly hint?: string;
  /** Facts for programs; never secrets. */
  readonly details?: Readonly<Record<string, unknown>>;
}

/** How an error looks in JSON output. */
export interface SerializedError {
  readonly code: string;
  readonly message: string;
  readonly hint?: string;
  readonly details?: Readonly<Record<string, unknown>>;
}

/**
 * Base of all errors that azlin packages throw. Tell them apart by {@link AzlinError.code} or by family with
 * {@link isAzlinError}, which also works across copies of this package.
 */
export abstract class AzlinError extends Error {
  override readonly name: string = "AzlinError";
  readonly code: string;
  readonly hint?: string;
  readonly details: Readonly<Record<string, unknown>>;

  constructor(code: string, message: string, options: AzlinErrorOptions = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause });
    this.code = code;
    if (options.hint !== undefined) this.hint = options.hint;
    this.details = options.details ?? {};
  }

  /** Whether the same call may succeed when it is simply made again later. */
  get isRetryable(): boolean {
    return false;
  }

  get [BRAND](): true {
    return true;
  }

  toJSON(): SerializedError {
    return {
      code: this.code,
      message: this.message,
      ...(this.hint !== undefined && { hint: this.hint }),
      ...(Object.keys(this.details).length > 0 && { details: this.details }),
    };
  }
}

/** Whether `error` is one of ours, and of this code when one is given. Works across copies of the package. */
export function isAzlinError(error: unknown, code?: string): error is AzlinError {
  return (
    error instanceof Error && BRAND in error && (code === undefined || (error as unknown as AzlinError).code === code)
  );
}
