import { ValidationError } from "@azlin/core";

/** How long each probe may take, in milliseconds. */
export interface ProbeTimeouts {
  /** Reading power states from Azure, with retries. Default: 20,000. */
  readonly azureMs: number;
  /** Connecting to the SSH port and reading the banner. Default: 5,000. */
  readonly sshMs: number;
  /** Signing in, when there is no connection yet, and reading the metrics. Default: 10,000. */
  readonly metricsMs: number;
}

const DEFAULTS: ProbeTimeouts = { azureMs: 20_000, sshMs: 5_000, metricsMs: 10_000 };

/**
 * Fills in defaults.
 *
 * @throws ValidationError (`INVALID_TIMEOUT`) for a time-out that is not a positive number.
 */
export function resolveTimeouts(options: Partial<ProbeTimeouts> = {}): ProbeTimeouts {
  const timeouts = { ...DEFAULTS, ...options };
  for (const [name, ms] of Object.entries(timeouts)) {
    if (ms > 0) continue;
    throw new ValidationError("INVALID_TIMEOUT", `The time-out ${name} is ${ms}.`, {
      hint: "Give milliseconds above 0.",
    });
  }
  return timeouts;
}
