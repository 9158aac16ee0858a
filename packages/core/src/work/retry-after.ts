/** Reads one header by name, ignoring case; `undefined` when it is not there. */
export type HeaderGetter = (name: string) => string | undefined;

const MILLISECOND_HEADERS = ["retry-after-ms", "x-ms-retry-after-ms"] as const;
const HTTP_DATE = /^[A-Z][a-z]{2}, \d{2} [A-Z][a-z]{2} \d{4} \d{2}:\d{2}:\d{2} GMT$/;

/**
 * Milliseconds an answer asks to wait; `undefined` when it does not say, or not in a form HTTP knows.
 * The millisecond headers of Azure win over `Retry-After`, which holds seconds or a date.
 *
 * @param nowMs - milliseconds since the epoch, to tell how far off a date is.
 */
export function parseRetryAfter(get: HeaderGetter, nowMs: number): number | undefined {
  for (const name of MILLISECOND_HEADERS) {
    const ms = parseCount(get(name));
    if (ms !== undefined) return ms;
  }
  const text = get("retry-after")?.trim();
  const seconds = parseCount(text);
  if (seconds !== undefined) return seconds * 1_000;
  if (text === undefined || !HTTP_DATE.test(text)) return undefined;
  const dateMs = Date.parse(text);
  return Number.isNaN(dateMs) ? undefined : Math.max(0, dateMs - nowMs);
}

function parseCount(text: string | undefined): number | undefined {
  return text !== undefined && /^\s*\d{1,12}\s*$/.test(text) ? Number(text) : undefined;
}
