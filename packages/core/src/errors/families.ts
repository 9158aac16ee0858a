import { AzlinError, type AzlinErrorOptions } from "./azlin-error.ts";

/** Thrown when the caller's input cannot be right: nothing was sent, nothing was changed. */
export class ValidationError extends AzlinError {
  override readonly name: string = "ValidationError";
}

/** Thrown when something that must be there before the work can start is not: a tool, a configuration. */
export class PrerequisiteError extends AzlinError {
  override readonly name: string = "PrerequisiteError";
}

/** Thrown when Azure does not know who is asking: not signed in, token expired, secret wrong. */
export class AuthenticationError extends AzlinError {
  override readonly name: string = "AuthenticationError";
}

/** Options of {@link PermissionError}. */
export interface PermissionErrorOptions extends AzlinErrorOptions {
  /** The Azure action that is missing, `Microsoft.Compute/virtualMachines/read`. */
  readonly requiredAction?: string;
}

/** Thrown when Azure knows who is asking and refuses. */
export class PermissionError extends AzlinError {
  override readonly name: string = "PermissionError";
  readonly requiredAction?: string;

  constructor(code: string, message: string, options: PermissionErrorOptions = {}) {
    const { requiredAction, ...rest } = options;
    super(code, message, {
      ...rest,
      details: { ...rest.details, ...(requiredAction !== undefined && { requiredAction }) },
    });
    if (requiredAction !== undefined) this.requiredAction = requiredAction;
  }
}

/** Thrown when the thing asked for does not exist. The only family that `getX` functions turn into `undefined`. */
export class NotFoundError extends AzlinError {
  override readonly name: string = "NotFoundError";
}

/** Thrown when the state of the world forbids the change: a name taken, a lock, an operation in progress. */
export class ConflictError extends AzlinError {
  override readonly name: string = "ConflictError";
}

/** Options of {@link ThrottledError}. */
export interface ThrottledErrorOptions extends AzlinErrorOptions {
  /** Milliseconds Azure asked to wait, when it said so. */
  readonly retryAfterMs?: number;
}

/** Thrown when Azure kept throttling (429) until retries ran out. */
export class ThrottledError extends AzlinError {
  override readonly name: string = "ThrottledError";
  readonly retryAfterMs?: number;

  constructor(code: string, message: string, options: ThrottledErrorOptions = {}) {
    const { retryAfterMs, ...rest } = options;
    super(code, message, {
      ...rest,
      details: { ...rest.details, ...(retryAfterMs !== undefined && { retryAfterMs }) },
    });
    if (retryAfterMs !== undefined) this.retryAfterMs = retryAfterMs;
  }

  override get isRetryable(): boolean {
    return true;
  }
}

/** Thrown when the request did not get through, or the answer was not one: network, 5xx, malformed JSON, az crash. */
export class TransportError extends AzlinError {
  override readonly name: string = "TransportError";

  override get isRetryable(): boolean {
    return true;
  }
}

/** Options of {@link DeadlineError}. */
export interface DeadlineErrorOptions extends AzlinErrorOptions {
  readonly operation: string;
  readonly afterMs: number;
}

/** Thrown when the time allowed for an operation ran out. What was under way may still happen. */
export class DeadlineError extends AzlinError {
  override readonly name: string = "DeadlineError";
  readonly operation: string;
  readonly afterMs: number;

  constructor(code: string, message: string, options: DeadlineErrorOptions) {
    const { operation, afterMs, ...rest } = options;
    super(code, message, { ...rest, details: { ...rest.details, operation, afterMs } });
    this.operation = operation;
    this.afterMs = afterMs;
  }

  override get isRetryable(): boolean {
    return true;
  }
}

/** Thrown when a long-running operation of Azure ended Failed or Canceled. */
export class ProvisioningError extends AzlinError {
  override readonly name: string = "ProvisioningError";
}

/** Thrown when what was asked for is not possible on this transport, platform or cloud. */
export class UnsupportedError extends AzlinError {
  override readonly name: string = "UnsupportedError";
}

/** Thrown when azlin itself is wrong: a bug. */
export class InternalError extends AzlinError {
  override readonly name: string = "InternalError";
}
