import { ValidationError } from "@azlin/core";

/** So many of the last so many checks. */
export interface CountOf {
  /** From 1. */
  readonly count: number;
  /** At least {@link count}, at most 20. */
  readonly of: number;
}

/** When a VM counts as unhealthy, as healthy again, and as degraded. */
export interface Thresholds {
  /** Failed checks that make it unhealthy. Default: 3 of 3. */
  readonly down: CountOf;
  /** Checks that have to succeed before it is healthy. Default: 1 of 1. */
  readonly up: CountOf;
  /**
   * Milliseconds after a change of its power in which failures do not count, until SSH first answers.
   * Default: 300,000.
   */
  readonly startupGraceMs: number;
  /** CPU above which it is degraded, in percent; `null`: none. Default: none, builds use all there is. */
  readonly cpuPercent: number | null;
  /** Memory above which it is degraded, in percent; `null`: none. Default: 95. */
  readonly memoryPercent: number | null;
  /** Root disk above which it is degraded, in percent; `null`: none. Default: 95. */
  readonly diskPercent: number | null;
}

/** Checks that are remembered at most. */
export const MAX_WINDOW = 20;

const DEFAULTS: Thresholds = {
  down: { count: 3, of: 3 },
  up: { count: 1, of: 1 },
  startupGraceMs: 300_000,
  cpuPercent: null,
  memoryPercent: 95,
  diskPercent: 95,
};

/**
 * Fills in defaults.
 *
 * @throws ValidationError (`INVALID_THRESHOLDS`) when a value makes no sense.
 */
export function resolveThresholds(options: Partial<Thresholds> = {}): Thresholds {
  const thresholds = { ...DEFAULTS, ...options };
  checkCount("down", thresholds.down);
  checkCount("up", thresholds.up);
  const { startupGraceMs, cpuPercent, memoryPercent, diskPercent } = thresholds;
  if (!(startupGraceMs >= 0)) throw invalid(`startupGraceMs is ${startupGraceMs}`, "Give milliseconds, 0 or more.");
  for (const [name, percent] of Object.entries({ cpuPercent, memoryPercent, diskPercent })) {
    if (percent === null || (percent >= 0 && percent <= 100)) continue;
    throw invalid(`${name} is ${percent}`, "Give a percentage from 0 to 100, or null for none.");
  }
  return thresholds;
}

function checkCount(name: string, { count, of }: CountOf): void {
  const isSound = Number.isInteger(count) && Number.isInteger(of) && count >= 1 && count <= of && of <= MAX_WINDOW;
  if (isSound) return;
  throw invalid(`${name} is ${count} of ${of}`, `Give whole numbers with 1 ≤ count ≤ of ≤ ${MAX_WINDOW}.`);
}

function invalid(what: string, hint: string): ValidationError {
  return new ValidationError("INVALID_THRESHOLDS", `The threshold ${what}.`, { hint });
}
