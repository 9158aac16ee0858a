import { ValidationError } from "@azlin/core";

const UNITS_MS: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/**
 * Milliseconds of a time such as `90s`, `5m`, `1.5h`.
 *
 * @throws ValidationError (`INVALID_DURATION`).
 */
export function parseDuration(text: string): number {
  const [, number, unit] = /^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/.exec(text) ?? [];
  if (number !== undefined && unit !== undefined) return Number(number) * UNITS_MS[unit]!;
  throw new ValidationError("INVALID_DURATION", `'${text}' is not a time.`, { hint: "Write 90s, 5m, 2h or 1d." });
}
