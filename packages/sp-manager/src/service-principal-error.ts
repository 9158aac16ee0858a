import { AzlinError, type AzlinErrorOptions } from "@azlin/core";

/** Options of {@link ServicePrincipalError}. */
export interface ServicePrincipalErrorOptions extends AzlinErrorOptions {
  /** What could not be taken back; `azlin sp recover` and {@link recoverIdentities} go on with it. Default: nothing. */
  readonly left?: readonly string[];
}

/**
 * Thrown when an identity could not be made or looked up. The error that Azure gave is its `cause`. What had been made was taken
 * back, unless {@link ServicePrincipalError.left} names something.
 */
export class ServicePrincipalError extends AzlinError {
  override readonly name: string = "ServicePrincipalError";
  /** What was made and could not be taken back. */
  readonly left: readonly string[];

  constructor(code: string, message: string, options: ServicePrincipalErrorOptions = {}) {
    const { left = [], ...rest } = options;
    super(code, message, { ...rest, details: { ...rest.details, ...(left.length > 0 && { left }) } });
    this.left = left;
  }
}
