import type { HealBackoff } from "./healing-policy.ts";

/**
 * Milliseconds to wait after a heal.
 *
 * @param steps - heals before that have not decayed.
 * @param random - chance, in [0, 1).
 */
export function backoffDelay(backoff: HealBackoff, steps: number, random: number): number {
  const delayMs = Math.min(backoff.maxMs, backoff.baseMs * backoff.factor ** steps);
  return Math.round(delayMs * (1 + backoff.jitter * random));
}
