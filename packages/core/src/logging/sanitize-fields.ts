import { isAzlinError } from "../errors/azlin-error.ts";
import { redact } from "../secrets/redact.ts";
import { isSecret } from "../secrets/secret.ts";

const MASK = "***";
const MAX_DEPTH = 6;
const SECRET_KEY =
  /(?:password|passwd|pwd|secret|token|authorization|cookie|assertion|signature|api[-_]?key|account[-_]?key|access[-_]?key|private[-_]?key|connection[-_]?string)(?:s|[-_]?(?:value|text|hash))?$/i;

/** Facts that go with a log message. */
export type LogFields = Readonly<Record<string, unknown>>;

/**
 * Fields as they may be written: a {@link Secret}, and whatever stands under a name such as `password`, `clientSecret`,
 * `accessToken` or `authorization`, is `***`; texts are redacted; errors become their name, message and code.
 */
export function sanitizeFields(fields: LogFields): Record<string, unknown> {
  return sanitizeObject(fields, 0);
}

function sanitizeObject(value: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([key, field]) => [key, SECRET_KEY.test(key) ? MASK : sanitize(field, depth + 1)]),
  );
}

function sanitize(value: unknown, depth: number): unknown {
  if (typeof value === "string") return redact(value);
  if (typeof value === "function") return "[function]";
  return typeof value === "object" && value !== null ? sanitizeReference(value, depth) : value;
}

function sanitizeReference(value: object, depth: number): unknown {
  if (isSecret(value)) return MASK;
  if (value instanceof Date) return value.toJSON();
  if (value instanceof URL) return redact(value.href);
  // Deep structures, and those that contain themselves, end here.
  if (depth > MAX_DEPTH) return "[…]";
  if (value instanceof Error) return sanitizeError(value, depth);
  if (value instanceof Map) return sanitizeObject(Object.fromEntries(value), depth);
  if (Array.isArray(value) || value instanceof Set) return Array.from(value, (item) => sanitize(item, depth + 1));
  return sanitizeObject(value, depth);
}

function sanitizeError(error: Error, depth: number): Record<string, unknown> {
  return {
    name: error.name,
    message: redact(error.message),
    ...(isAzlinError(error) && { code: error.code, details: sanitizeObject(error.details, depth + 1) }),
    ...(error.cause !== undefined && { cause: sanitize(error.cause, depth + 1) }),
  };
}
