import { redact } from "../secrets/redact.ts";
import type { HeaderGetter } from "../work/retry-after.ts";

/** What can be told from an error of an official Azure client, whichever client threw it. */
export interface AzureErrorFacts {
  readonly name: string;
  readonly message: string;
  readonly statusCode: number | undefined;
  /** Azure's code (`ResourceNotFound`), or Node's (`ECONNRESET`). */
  readonly code: string | undefined;
  readonly requestId: string | undefined;
  /** Sub-errors of Azure's error body. */
  readonly inner: readonly unknown[];
  readonly header: HeaderGetter;
}

type Loose = Readonly<Record<string, unknown>>;

/** Reads an error by its shape: the clients bring several copies of their error classes. */
export function azureErrorFacts(error: unknown): AzureErrorFacts {
  const thrown = asRecord(error);
  const body = errorBody(thrown);
  const header = headerGetter(thrown);
  return {
    name: text(thrown["name"]) ?? "Error",
    message: redact(text(body["message"]) ?? text(thrown["message"]) ?? String(error)),
    statusCode: positive(thrown["statusCode"]) ?? positive(asRecord(thrown["response"])["status"]),
    code: text(thrown["code"]) ?? text(body["code"]) ?? text(asRecord(thrown["cause"])["code"]),
    requestId: text(thrown["requestId"]) ?? header("x-ms-request-id"),
    inner: Array.isArray(body["details"]) ? body["details"] : [],
    header,
  };
}

/** Azure's error body: the clients keep it under `details`, with or without its wrapping, or as text. */
function errorBody(thrown: Loose): Loose {
  const candidates = [
    thrown["details"],
    parseJson(asRecord(thrown["response"])["bodyAsText"]),
    parseJson(thrown["body"]),
  ];
  return candidates.map(unwrap).find((body) => "code" in body || "message" in body) ?? {};
}

function unwrap(candidate: unknown): Loose {
  const outer = asRecord(candidate);
  const body = "body" in outer ? asRecord(outer["body"]) : outer;
  return "error" in body ? asRecord(body["error"]) : body;
}

function headerGetter(thrown: Loose): HeaderGetter {
  const own = asRecord(thrown["headers"]);
  const headers = "get" in own ? own : asRecord(asRecord(thrown["response"])["headers"]);
  const get = headers["get"];
  if (typeof get !== "function") return () => undefined;
  return (name) => text(get.call(headers, name));
}

function positive(value: unknown): number | undefined {
  return typeof value === "number" && value > 0 ? value : undefined;
}

function text(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

function asRecord(value: unknown): Loose {
  return typeof value === "object" && value !== null ? (value as Loose) : {};
}

function parseJson(value: unknown): unknown {
  if (typeof value !== "string") return value;
  try {
    return JSON.parse(value) as unknown;
  } catch {
    return undefined;
  }
}
