import { redact } from "../secrets/redact.ts";
import type { HeaderGetter } from "../work/retry-after.ts";

/** What can be told from an error of an official Azure client, whichever client threw it. */
export interface AzureErrorFacts {
  readonly name: string;
  readonly message: string;
  readonly statusCode?: number;
  /** Azure's code (`ResourceNotFound`), or Node's (`ECONNRESET`). */
  readonly code?: string;
  readonly requestId?: string;
  /** Sub-errors of Azure's error body. */
  readonly inner: readonly unknown[];
  readonly header: HeaderGetter;
}

type Loose = Readonly<Record<string, unknown>>;

/** Reads an error by its shape: the clients bring several copies of their error classes. */
export function azureErrorFacts(error: unknown): AzureErrorFacts {
  const thrown = asRecord(error) ?? {};
  const body = errorBody(thrown);
  const header = headerGetter(thrown);
  const statusCode = positive(thrown["statusCode"]) ?? positive(asRecord(thrown["response"])?.["status"]);
  const code =
    text(thrown["code"]) ?? text(body["code"]) ?? text(asRecord(thrown["cause"])?.["code"]) ?? numericCode(thrown);
  const requestId = text(thrown["requestId"]) ?? header("x-ms-request-id") ?? header("request-id");
  return {
    name: text(thrown["name"]) ?? "Error",
    message: redact(text(body["message"]) ?? text(thrown["message"]) ?? String(error)),
    ...(statusCode !== undefined && { statusCode }),
    ...(code !== undefined && { code }),
    ...(requestId !== undefined && { requestId }),
    inner: Array.isArray(body["details"]) ? body["details"] : [],
    header,
  };
}

/** Azure's error body: the clients keep it under `details`, with or without its wrapping, or as text. */
function errorBody(thrown: Loose): Loose {
  const candidates = [
    thrown["details"],
    parseJson(asRecord(thrown["response"])?.["bodyAsText"]),
    parseJson(thrown["body"]),
  ];
  for (const candidate of candidates) {
    const record = asRecord(candidate);
    const body = asRecord(record?.["error"]) ?? asRecord(asRecord(record?.["body"])?.["error"]) ?? record;
    if (body?.["code"] !== undefined || body?.["message"] !== undefined) return body;
  }
  return {};
}

function headerGetter(thrown: Loose): HeaderGetter {
  const headers = asRecord(asRecord(thrown["response"])?.["headers"]) ?? asRecord(thrown["headers"]);
  const get = headers?.["get"];
  if (typeof get !== "function") return () => undefined;
  return (name) => text(get.call(headers, name));
}

function numericCode(thrown: Loose): string | undefined {
  return typeof thrown["code"] === "number" ? String(thrown["code"]) : undefined;
}

function positive(value: unknown): number | undefined {
  return typeof value === "number" && value > 0 ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function asRecord(value: unknown): Loose | undefined {
  return typeof value === "object" && value !== null ? (value as Loose) : undefined;
}

function parseJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
